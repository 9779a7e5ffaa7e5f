"""Reading the record: the one way by which sockets, server-sent events, polls and pages learn what happened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dialogue.live.frames import Frame, frame
from dialogue.live.kinds import KINDS
from dialogue.live.models import Event, Stream

# One page of catching up: few enough to be built between two posts, many enough that 5,000 take 25 reads.
PAGE = 200


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: epoch, number of the last event, number of the last tally, digest of the last event."""

    epoch: str
    seq: int
    tally: int
    tip: str = ""


def heads(stream_ids: Iterable[int]) -> dict[int, Head]:
    """One query for all streams somebody in this process follows."""
    rows = Stream.objects.filter(pk__in=list(stream_ids)).values_list("pk", "epoch", "head", "tally", "tip")
    return {pk: Head(epoch, head, tally, tip) for pk, epoch, head, tally, tip in rows}


def read(stream_id: int, after: int, limit: int = PAGE) -> list[Frame]:
    """The next events behind number `after`, in order, with their content as it may be shown now."""
    events = list(Event.objects.filter(stream=stream_id, seq__gt=after).order_by("seq")[:limit])
    filled: dict[int, object] = {}
    waiting = defaultdict(list)
    for event in events:
        fill = KINDS[event.kind].fill
        if fill:
            waiting[fill].append(event)
        else:
            filled[event.seq] = event.data
    for fill, group in waiting.items():
        filled.update(fill(stream_id, group))
    return [frame(event, filled[event.seq]) for event in events]
