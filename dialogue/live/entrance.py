"""Who may sit down: many who come at once are looked up together, as after a restart everybody does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from dialogue.live import threads
from dialogue.live.feed import Feed
from dialogue.live.gathering import Gathering
from dialogue.live.seat import Person

# Looked up in one trip; some 30 ms of work.
BATCH = 100
# More than this waiting would wait too long; they are told to come back.
WAITING_LIMIT = 5_000


class Ask(NamedTuple):
    """Somebody at the door: their session's key ("" for none) and the place they ask for, a slug."""

    session_key: str
    place: str


@dataclass(frozen=True, slots=True)
class Admission:
    """`person` may follow stream `stream_id`; `place` is whatever the subclass of LiveSocket wants to remember of it.

    `standing` is told to this reader when it changes (the data of a frame "standing"); at `until`, which says when the first
    of their rights ends, they are asked again. `public` says whether everybody may read the stream.
    """

    stream_id: int
    person: Person
    place: Any = None
    standing: dict = field(default_factory=dict)
    until: datetime | None = None
    public: bool = False


class Entrance:
    """`admit` is given a list of Ask and returns an Admission or a Refusal for each. It runs in a thread."""

    def __init__(self, admit: Callable[[list[Ask]], list]):
        self.asks = Gathering(lambda batch: threads.reading(admit, batch), BATCH, WAITING_LIMIT)

    async def admission(self, ask: Ask) -> Admission:
        """Raises the Refusal: NotFound when this is not for them, Busy when it cannot be known right now."""
        return await self.asks.submit(ask)


def greeting(feed: Feed, person: Person) -> dict:
    """The data of the first frame of a line: where the record stands, who they are here, and what the time is."""
    at = {"epoch": feed.epoch, "head": feed.head, "tally": feed.tally}
    return at | {"you": person.handle or None, "at": timezone.now()}
