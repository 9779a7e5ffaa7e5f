"""`manage.py replay`: plays a recorded debate through a running server, and checks what everyone saw."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from dialogue.rooms.replay.cast import Cast
from dialogue.rooms.replay.line import Address
from dialogue.rooms.replay.record import BadFile, read
from dialogue.rooms.replay.stage import Performance, Unplayable, room_for


def speed(text: str) -> float | None:
    """None for "full", else how many times faster than it takes to say it."""
    if text == "full":
        return None
    factor = float(text)
    if factor <= 0:
        raise ValueError(text)
    return factor


class Command(BaseCommand):
    help = (
        "Plays a file of contributions (JSON, one a line) into a room of a running server that shares this "
        "database. Listeners check that everyone saw the same in the same order; it fails if they did not."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--room", required=True, help="the address (slug) of the room; made if it is missing")
        parser.add_argument(
            "--speed", type=speed, default=None, help="full, or how many times faster than speech: 1, 20…"
        )
        parser.add_argument("--listeners", type=int, default=20, help="how many readers check the replay (20)")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="the running server (http://127.0.0.1:8000)")
        parser.add_argument("--limit", type=int, help="play the first contributions only")
        parser.add_argument("--in-flight", type=int, default=4, help="posts sent before the first is answered (4)")
        parser.add_argument("--max-p99", type=float, help="fail when p99 from post to seen is above this, in ms")
        parser.add_argument("--json", type=Path, help="write the figures to this file as well")

    def handle(self, file: Path, room: str, url: str, **options):
        url = url.rstrip("/")
        if url not in settings.ORIGINS:
            raise CommandError(f"{url} is not in ORIGINS ({', '.join(settings.ORIGINS)}): sockets would be refused.")
        try:
            contributions = read(file, options["limit"])
            report = self.play(file.name, room, url, contributions, **options)
        except OSError as reason:
            raise CommandError(f"{reason.filename or url}: {reason.strerror or reason}") from reason
        except (BadFile, Unplayable) as reason:
            raise CommandError(str(reason)) from reason
        report.judge(len(contributions), options["max_p99"])
        self.stdout.write(report.table())
        if options["json"]:
            options["json"].write_text(json.dumps(report.figures(), indent=2) + "\n")
        if report.missed:
            raise CommandError("Not as promised: " + "; ".join(report.missed) + ".")

    def play(self, name: str, slug: str, url: str, contributions, **options):
        call_command("themes", verbosity=0)
        room = room_for(slug, name, contributions)
        cast = Cast()
        cast.gather(contributions)
        room.stream.refresh_from_db()
        address = Address(url, room.slug, room.stream.epoch, settings.SESSION_COOKIE_NAME)
        counted = f"{len(contributions)} contributions of {len(cast.people)} people"
        self.stdout.write(f"{counted}, {options['listeners']} listeners…")
        try:
            performance = Performance(cast, address, options["listeners"], room.stream.head)
            return performance.play(contributions, options["speed"], options["in_flight"])
        finally:
            cast.dismiss()
