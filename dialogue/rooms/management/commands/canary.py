"""`manage.py canary`: says a word through a running server again and again, and measures how it gets through."""

import signal
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from dialogue.rooms.canary import Canary, Silent, Turn
from dialogue.rooms.replay.stage import Unplayable


class Command(BaseCommand):
    help = (
        "Signs a marked person in, says a word in a members-only room of a running server that shares this database, "
        "sees it arrive on a second socket, and takes it back. Fails when that took too long or did not happen."
    )

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="the running server (http://127.0.0.1:8000)")
        parser.add_argument("--room", default="canary", help="the address (slug) of its room; made if it is missing")
        parser.add_argument("--every", type=float, default=30, help="seconds between two turns (30)")
        parser.add_argument("--once", action="store_true", help="one turn, for cron")
        parser.add_argument("--max-seen", type=float, default=2.0, help="fail when sent to seen took longer (2.0 s)")
        parser.add_argument("--textfile", type=Path, help="write the figures here, for Prometheus' node_exporter")

    def handle(self, url: str, room: str, **options):
        url = url.rstrip("/")
        if url not in settings.ORIGINS:
            raise CommandError(f"{url} is not in ORIGINS ({', '.join(settings.ORIGINS)}): sockets would be refused.")
        call_command("themes", verbosity=0)
        try:
            canary = Canary(url, room)
        except Unplayable as reason:
            raise CommandError(str(reason)) from reason
        if options["once"]:
            if missed := self.turn(canary, **options):
                raise CommandError(missed)
            return
        # Asked to stop while a word is out, it is taken back first.
        self.going = True
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        while self.going:
            began = time.monotonic()
            self.turn(canary, **options)
            while self.going and time.monotonic() < began + options["every"]:
                time.sleep(0.1)

    def stop(self, number, frame) -> None:
        self.going = False

    def turn(self, canary: Canary, max_seen: float, textfile: Path | None, **options) -> str:
        """One line about one turn; what was not as promised, "" when all was."""
        try:
            turn = canary.turn()
            missed = f"seen after {turn.seen:.2f} s, more than {max_seen} s" if turn.seen > max_seen else ""
            said = f"acknowledged {turn.acked * 1000:.0f} ms, seen {turn.seen * 1000:.0f} ms"
        except Silent as reason:
            turn, missed, said = None, str(reason), ""
        self.stdout.write(f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {'MISSED' if missed else 'ok'} {said or missed}")
        if textfile:
            write(textfile, turn, good=not missed)
        return missed


def write(path: Path, turn: Turn | None, good: bool) -> None:
    """The figures of the last turn; without seconds when it came to nothing."""
    registry = CollectorRegistry()

    def gauge(name: str, about: str, value: float) -> None:
        Gauge(name, about, namespace="solidaction_canary", registry=registry).set(value)

    gauge("good", "1 when the last word was seen in time.", good)
    gauge("turn_timestamp_seconds", "When the last turn ended.", time.time())
    if turn:
        gauge("acked_seconds", "Seconds from sending a word to its acknowledgement.", turn.acked)
        gauge("seen_seconds", "Seconds from sending a word to its arrival on another socket.", turn.seen)
    write_to_textfile(str(path), registry)
