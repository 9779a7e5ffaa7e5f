"""Slow mode: a pause between two posts of one person, that grows with their own share of the last ones.

A room where one person says everything slows down for that person, and for nobody else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from dialogue.live.refusals import TooFast
from dialogue.rooms.models.post import Post
from dialogue.rooms.models.room import Room

# The last posts of the room by which a share is measured.
LAST = 20
# Faster than a post a second for a minute is not a person speaking, slow mode or not.
MINUTE, PER_MINUTE = timedelta(seconds=60), 60


def pause(slow: int, share: int) -> int:
    """Seconds between two posts of somebody who wrote `share` of the last twenty: the room's, once for each of four."""
    return slow * (1 + share // 4)


class Pace:
    """The pace of some rooms at one moment, read once for a batch of posts."""

    def __init__(self, rooms: Iterable[Room], person_ids: set[int], now: datetime):
        self.now = now
        # By person and time only: with the room beside them, SQLite goes through all that was ever said there.
        # What seems to come later was said before the clock was set back: nobody waits until it is that late again.
        recent = Post.objects.filter(author__in=person_ids, at__range=(now - MINUTE, now + MINUTE))
        counted = recent.order_by().values_list("room", "author").annotate(n=Count("pk"))
        self.minute = Counter({(room, author): number for room, author, number in counted})
        self.share: dict[int, Counter] = defaultdict(Counter)
        self.last: dict[tuple[int, int], datetime] = {}
        if slow := [room for room in rooms if room.slow]:
            self._read_slow(slow, person_ids)

    def _read_slow(self, rooms: list[Room], person_ids: set[int]) -> None:
        for room in rooms:
            self.share[room.pk] = Counter(room.posts.order_by("-seq").values_list("author", flat=True)[:LAST])
        longest = timedelta(seconds=max(pause(room.slow, LAST) for room in rooms))
        theirs = Post.objects.filter(
            author__in=person_ids, at__range=(self.now - longest, self.now + longest)
        ).order_by("at")
        self.last = {(room, author): at for room, author, at in theirs.values_list("room", "author", "at")}

    def wait(self, room: Room, person_id: int) -> float:
        """Seconds until this person may post again in this room; 0 when now."""
        if self.minute[room.pk, person_id] >= PER_MINUTE:
            return MINUTE.total_seconds() / 4
        last = self.last.get((room.pk, person_id))
        if not room.slow or last is None:
            return 0
        most = pause(room.slow, self.share[room.pk][person_id])
        return min(most, max(0, most - (self.now - last).total_seconds()))

    def take(self, room: Room, person_id: int) -> None:
        """Count one more post; TooFast when it is not time yet."""
        if wait := self.wait(room, person_id):
            raise TooFast(retry_after=wait)
        self.minute[room.pk, person_id] += 1
        self.share[room.pk][person_id] += 1
        self.last[room.pk, person_id] = self.now
