"""What two people decide about a third, who reads the reason."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.columns import different
from accounts.models.two_people import WAITS, ProposalQuerySet, TwoPeople
from accounts.models.user import User

__all__ = ["WAITS", "Proposal", "ProposalQuerySet"]


class Proposal(TwoPeople):
    """About `person`, who has no part in it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="%(class)ss")

    # Whether the name of the person may change by it.
    RENAMES: ClassVar[bool] = False

    class Meta(TwoPeople.Meta):
        abstract = True
        constraints = [
            *TwoPeople.Meta.constraints,
            different("proposed_by", "person", "nobody_proposes_for_themselves"),
            different("confirmed_by", "person", "nobody_confirms_for_themselves"),
        ]

    @classmethod
    def propose(cls, person: User, by: User, reason: str, **what) -> Self:
        """It is done at once where one person is enough, else it waits; the proposal. ValidationError says why not."""
        return cls._propose(by, reason, person=person, **what)

    def about(self) -> str:
        return "person"

    def locked(self, by: User) -> User:
        held = User.objects.held(self.person_id, by.pk, keys=self.RENAMES)
        return next(each for each in held if each.pk == self.person_id)

    def facts(self) -> dict:
        return {"person": self.person}

    def open_to(self, by: User) -> bool:
        return by.pk != self.person_id and super().open_to(by)

    def _allowed(self, by: User) -> User:
        if by.pk == self.person.pk:
            raise ValidationError(_("This is about you. Someone else has to decide."), code="own_cause")
        return super()._allowed(by)
