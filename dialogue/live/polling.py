"""The same record for those who ask again and again."""

from dialogue.live.feed import COUNTS, counted, counted_to
from dialogue.live.frames import passing
from dialogue.live.here import present
from dialogue.live.hub import TOO_FAR
from dialogue.live.kinds import tallies
from dialogue.live.own import frames as chosen
from dialogue.live.reading import PAGE, heads, read


def poll(stream_id: int, epoch: str | None, after: int, tally: int | None, person_id: int | None) -> dict:
    """{"epoch", "head", "tally", "reload", "frames"}: what came after number `after` and tally number `tally`, and what `person_id`
    chose since."""
    head = heads([stream_id])[stream_id]
    answer = {"epoch": head.epoch, "head": head.seq, "tally": head.tally, "reload": False, "frames": []}
    if epoch not in (None, head.epoch) or after > head.seq or head.seq - after > TOO_FAR:
        return answer | {"reload": True}
    frames = [frame.text for frame in read(stream_id, after, PAGE)]
    if tally is not None and tally < head.tally:
        frames += chosen(stream_id, tally, [person_id])[person_id] if person_id else []
        rows = tallies(stream_id, tally, COUNTS)
        answer["tally"] = told = counted_to(rows, head.tally)
        frames += counted(told, rows)
    return answer | {"frames": [*frames, passing("presence", present(stream_id))]}
