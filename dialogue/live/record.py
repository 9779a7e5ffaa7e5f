"""Writing to the record: numbers are given inside the transaction that commits them, so commit order is their order."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.live import bell
from dialogue.live.frames import Frame, frame
from dialogue.live.kinds import KINDS
from dialogue.live.models import Event, Stream, repeats_a_key
from dialogue.live.refusals import Conflict
from dialogue.live.rows import insert

ELSEWHERE = _("This was already sent in another room. Reload the page and check before you send again.")


class Record:
    """The streams of one open transaction. Rules are checked after they are locked: what was checked still holds at commit."""

    def __init__(self, streams: dict[int, Stream], known: Iterable[Event] = ()):
        self.streams = streams
        self.known = {(event.actor_id, event.key): event for event in known}
        self.events: list[Event] = []
        self.touched: set[int] = set()
        # By number of the event, per stream: what it shows, where whoever appended it had that at hand.
        self.facts: dict[tuple[int, int], object] = {}
        self.at = timezone.now()

    def repeated(self, stream_id: int, actor_id: int, key: UUID, kind: str, content: str) -> Event | None:
        """The event this key already made: a retry gets it back; Conflict when the key comes with another content, or to
        another stream, where nothing stands."""
        event = self.known.get((actor_id, key))
        if event and event.stream_id != stream_id:
            raise Conflict(ELSEWHERE)
        if event and not event.is_of(kind, content):
            raise Conflict
        return event

    def append(
        self, stream_id: int, kind: str, data: dict, *, actor=None, key: UUID | None = None, content: str = ""
    ) -> Event:
        """Give the next number to what happened. `actor` is a person or their id; `data` holds ids and figures, never words."""
        stream = self.streams[stream_id]
        stream.head += 1
        actor_id = getattr(actor, "pk", actor)
        event = Event(
            stream_id=stream_id, seq=stream.head, kind=kind, actor_id=actor_id, key=key, data=data, at=self.at
        )
        if content:
            event.seal(content)
        event.digest = stream.tip = event.digest_after(stream.tip)
        self.events.append(event)
        self.touched.add(stream_id)
        if key:
            self.known[actor_id, key] = event
        return event

    def show(self, event: Event, fact: object) -> None:
        """Give what `event` shows, as its kind would read it after the commit: spares every process that reading."""
        self.facts[event.stream_id, event.seq] = fact

    def next_tally(self, stream_id: int) -> int:
        """The number to put on a count that changes in this transaction."""
        self.streams[stream_id].tally += 1
        self.touched.add(stream_id)
        return self.streams[stream_id].tally

    def write(self) -> None:
        try:
            insert(Event, self.events)
        except IntegrityError as twice:
            # Whoever has the key by now had it in a stream that is not locked here.
            if repeats_a_key(twice):
                raise Conflict(ELSEWHERE) from twice
            raise
        for stream_id in self.touched:
            stream = self.streams[stream_id]
            Stream.objects.filter(pk=stream_id).update(head=stream.head, tally=stream.tally, tip=stream.tip)
            frames = self._frames(stream_id) if bell.listened() else []
            transaction.on_commit(partial(bell.announce, stream_id, stream.epoch, stream.head, stream.tally, frames))

    def _frames(self, stream_id: int) -> list[Frame]:
        """The events of one stream, ready to show; none when any of them must be read from the database first."""
        frames = []
        for event in self.events:
            if event.stream_id == stream_id:
                known = event.data if KINDS[event.kind].fill is None else self.facts.get((stream_id, event.seq))
                if known is None:
                    return []
                frames.append(frame(event, known))
        return frames


@contextmanager
def writing(stream_ids: Iterable[int], keys: Iterable[tuple[int, UUID]] = ()) -> Iterator[Record]:
    """Open the record of these streams for writing. `keys` are (person id, key) of the requests in hand, to recognise retries."""
    requests = list(keys)
    with transaction.atomic(savepoint=False):
        streams = Stream.objects.lock(stream_ids)
        record = Record(streams, Event.objects.of_requests(requests) if requests else ())
        yield record
        record.write()
