"""Another title or question over words that were said: two administrators, each time."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.two_people import ProposalQuerySet, TwoPeople
from dialogue.live.models import Stream
from dialogue.rooms.models.room import Room
from dialogue.rooms.models.theme import Theme
from dialogue.rooms.models.worded import check


class Rewording(TwoPeople):
    """The room, or the theme, is to be worded as `after`; `before` is how it was worded when that was proposed."""

    room = models.ForeignKey(Room, models.CASCADE, null=True, editable=False, related_name="rewordings")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, editable=False, related_name="rewordings")
    before = models.JSONField(default=dict, editable=False)
    after = models.JSONField(editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta(TwoPeople.Meta):
        verbose_name = _("change of a title or question")
        verbose_name_plural = _("changes of titles and questions")
        constraints = [
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(
                condition=Q(room=None, theme__isnull=False) | Q(room__isnull=False, theme=None), name="one_is_reworded"
            ),
        ]

    @classmethod
    def propose(cls, thing: Room | Theme, by: User, reason: str, after: dict) -> Self:
        """`after` may leave out what stays. ValidationError says why not."""
        return cls._propose(by, reason, after=after, **{str(thing._meta.model_name): thing})

    @property
    def thing(self) -> Room | Theme:
        return getattr(self, self.about())

    def about(self) -> str:
        return "room" if self.room_id else "theme"

    def locked(self, by: User) -> Room | Theme:
        """The records first, as for everything that is said: nobody speaks between the look and the change."""
        Stream.objects.lock(self.thing.streams())
        User.objects.held(by.pk)
        return type(self.thing)._base_manager.select_for_update(no_key=True).get(pk=self.thing.pk)

    def facts(self) -> dict:
        """The trail is read by officers: how a room of members is called stays between those who know of it."""
        public = not (self.room and self.room.visibility == Room.Visibility.MEMBERS)
        words = {"was": self.before, "becomes": self.after} if public else {}
        return {"about": [self.about(), self.thing.pk], **words}

    def able(self, by: User) -> bool:
        return by.administrator

    def overtaken(self) -> str:
        if self.before == self.thing.worded():
            return super().overtaken()
        return str(_("The text has changed since. Check it, and propose the change again."))

    def sensible(self) -> None:
        now = self.thing.worded()
        if self.pk is None:
            self.before, self.after = now, now | self.after
        check(self.thing, self.after)
        if self.after == now:
            raise ValidationError(_("This is already so. There is nothing to change."), code="decided")

    def begin(self) -> None:
        self.thing.reword(self.after, self.confirmed_by)
