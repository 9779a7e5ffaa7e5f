from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue.live.record import writing
from dialogue.rooms.models.room import Room

if TYPE_CHECKING:
    from dialogue.rooms.models.post import Post


class Thread(models.Model):
    """A post and the replies under it. Its number is that of the post that opened it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="threads")
    seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    replies = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(_("locked"), default=False)
    pinned = models.BooleanField(_("pinned"), default=False)

    # The post that opened it, and the sectors that take part, where a page has read them along.
    opener: "Post"
    sectors: list[str]

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="one_thread_per_number")]
        # The order of the list of threads: a room of a million posts has them sorted already.
        indexes = [models.Index(fields=["room", "-pinned", "-last_seq"], name="threads_in_order")]

    def __str__(self) -> str:
        return f"thread {self.seq}"

    def lock(self, by) -> None:
        """No more replies."""
        self._change("thread.locked", by, locked=True)

    def unlock(self, by) -> None:
        self._change("thread.unlocked", by, locked=False)

    def pin(self, by) -> None:
        """Keep this thread at the top of the list."""
        self._change("thread.pinned", by, pinned=True)

    def unpin(self, by) -> None:
        self._change("thread.unpinned", by, pinned=False)

    def _change(self, kind: str, by, **state) -> None:
        with writing([self.room.stream_id]) as record:
            if Thread.objects.filter(pk=self.pk).exclude(**state).update(**state):
                record.append(self.room.stream_id, kind, {"thread": self.seq}, actor=by)
        for name, value in state.items():
            setattr(self, name, value)
