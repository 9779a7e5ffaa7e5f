"""The room a replay is played in, and one performance in it."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from accounts.models.user import Origin
from dialogue.live.models import Stream
from dialogue.rooms.models import Room, Theme
from dialogue.rooms.replay.cast import Cast
from dialogue.rooms.replay.line import Address
from dialogue.rooms.replay.listener import READY_SECONDS, listen
from dialogue.rooms.replay.record import Contribution
from dialogue.rooms.replay.report import Report
from dialogue.rooms.replay.speaker import Speakers


class Unplayable(Exception):
    """Why a replay cannot begin, and what to do."""


def in_every_language(words: str, **values) -> dict[str, str]:
    """{code: words} for every interface language."""
    titles = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            titles[code] = gettext(words) % values
    return titles


def any_theme() -> Theme:
    """A theme to open a room under; Unplayable when there is none."""
    theme = Theme.objects.filter(slug="democracy").first() or Theme.objects.first()
    if theme is None:
        raise Unplayable(
            "There is no theme yet to open a room under. Make them first: python manage.py themes --missing"
        )
    return theme


def room_for(slug: str, file_name: str, contributions: Sequence[Contribution]) -> Room:
    """The room with this address, made if missing; Unplayable where people speak."""
    room = Room.objects.filter(slug=slug).first()
    if room is None:
        spoken = Counter(said.language for said in contributions if said.language)
        return Room.objects.create(
            slug=slug,
            theme=any_theme(),
            titles=in_every_language(_("Replay: %(file)s"), file=file_name),
            questions=in_every_language(_("Replayed from a public record; each person’s page names it.")),
            languages=[language for language, _number in spoken.most_common()],
            origin=Origin.REPLAY,
            source="; ".join(dict.fromkeys(said.source for said in contributions))[:300],
        )
    if room.origin != Origin.REPLAY:
        raise Unplayable(f"In the room “{slug}” people speak. Choose an address no room has yet: --room replay")
    return room


class Performance:
    """Listeners come, speakers speak, listeners tell what they heard."""

    def __init__(self, cast: Cast, address: Address, listeners: int, start: int):
        self.cast, self.address, self.start = cast, address, start
        # A fresh interpreter: a fork would take our connection to the database with it.
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=listen, args=(theirs, address, listeners, start), daemon=True)
        self.process.start()
        theirs.close()

    def play(self, contributions: Sequence[Contribution], factor: float | None, in_flight: int) -> Report:
        """Raises Unplayable when the listeners did not get in or fell silent."""
        try:
            if refusal := self._told(READY_SECONDS + 30):
                raise Unplayable(f"{refusal} Is the server running, and on this database?")
            speakers = Speakers(self.cast, self.address, in_flight)
            asyncio.run(speakers.play(contributions, factor))
            head = Stream.objects.get(epoch=self.address.epoch).head
            self.pipe.send(head)
            heard, different = self._told(None)
        finally:
            self.pipe.close()
            self.process.join(5)
            self.process.kill()
        return Report.of(speakers, heard, different, self.start, head)

    def _told(self, seconds: float | None):
        if not self.pipe.poll(seconds):
            raise Unplayable("The listeners did not get in in time.")
        try:
            return self.pipe.recv()
        except EOFError:
            raise Unplayable("The listeners’ process ended by itself; the lines above say why.") from None
