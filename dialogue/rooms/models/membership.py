"""Who belongs to a room in which something was said: two administrators, each time."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.models import User
from accounts.models.proposal import Proposal, ProposalQuerySet
from dialogue.rooms.models.room import Room


class Membership(Proposal):
    """The person becomes a member of `room`, or is one no longer."""

    room = models.ForeignKey(Room, models.CASCADE, editable=False, related_name="memberships")
    joins = models.BooleanField(default=True)

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("decision about a member")
        verbose_name_plural = _("decisions about members")

    def able(self, by: User) -> bool:
        return by.administrator

    def facts(self) -> dict:
        return super().facts() | {"room": self.room_id, "joins": self.joins}

    def same(self) -> dict:
        return super().same() | {"room": self.room_id}

    def sensible(self) -> None:
        if self.room.participants.filter(person=self.person, member=True).exists() == self.joins:
            raise ValidationError(_("This is already so. There is nothing to change."), code="decided")

    def begin(self) -> None:
        (self.room.admit if self.joins else self.room.dismiss)(self.person)
        words = {"membership": self, "said": self.reason}
        transaction.on_commit(partial(letters.write, self.person, "membership_decided", words), robust=True)
