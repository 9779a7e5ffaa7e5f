"""Stewards accredit others for their own body. One officer offers it to somebody of civil society; of a public body one officer
asks for it, and another agrees. Neither has turned a key of that mandate. Its holder accepts it, or does not become one. It is
taken away the same way."""

from datetime import timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.accredited import State
from accounts.models.act import Act
from accounts.models.revocable import Revocable
from accounts.models.user import User

# From when on one officer does the same again: everybody who speaks for the body is written to each time.
AGAIN = timedelta(days=1)
# How long the holder can accept it.
OFFERED = timedelta(days=14)
# {whether to make one: (how it is asked for, how it is called when it is done)}
CALLED = {True: ("making_steward", "offered_steward"), False: ("unmaking_steward", "no_steward")}


class Stewarded(Revocable):
    # May accredit others for the same body.
    steward = models.BooleanField(_("coordinator of the organisation"), default=False)

    SETTLED_BY: ClassVar[dict[str, tuple[str, ...]]] = Revocable.SETTLED_BY | {
        "making_steward": ("offered_steward", "no_steward", "held", "suspended"),
        "offered_steward": ("steward", "declined_steward", "withdrawn_steward", "no_steward", "held", "suspended"),
        "unmaking_steward": ("steward", "no_steward"),
    }
    WAITING: ClassVar[dict[str, timedelta]] = {"offered_steward": OFFERED}
    ASKED_ALREADY: ClassVar = Revocable.ASKED_ALREADY | {
        "making_steward": _("You asked to make the holder a coordinator. Another reviewer has to confirm it."),
        "unmaking_steward": _("You asked to take the coordinator role away. Another reviewer has to confirm it."),
    }

    class Meta(Revocable.Meta):
        abstract = True

    def make_steward(self, officer: User, steward: bool) -> bool:
        """Whether it is done, which of making one is that the holder is asked, or waits for a second officer."""
        asking, done = CALLED[steward]
        with self.deciding("steward", officer):
            self.could_make_steward(officer, steward)
            if not steward and self.stewardship_offered:
                self._record("withdrawn_steward", officer)
                return True
            agreed = not self.official or self._agreed(officer, asking)
            if agreed:
                if not steward:
                    self._become(False)
                self._record(done, officer)
        return agreed

    def answer_stewardship(self, holder: User, accepts: bool) -> None:
        """Whoever was offered it becomes a steward, or declines."""
        with self.deciding("answered", holder):
            User.objects.inside(holder)
            if not self.stewardship_offered or self.state != State.ACTIVE:
                raise ValidationError(_("This offer is no longer open."), code="decided")
            if accepts:
                self._become(True)
            self._record("steward" if accepts else "declined_steward", holder)

    @property
    def stewardship_offered(self) -> bool:
        return self.asked_for("offered_steward") is not None

    def could_make_steward(self, officer: User, steward: bool) -> None:
        self._holds()
        offered = self.stewardship_offered
        if steward and offered:
            raise ValidationError(
                _("The holder has been asked, and becomes a coordinator by accepting."), code="decided"
            )
        if self.steward == steward and not offered:
            told = _("The holder is already a coordinator.") if steward else _("The holder is not a coordinator.")
            raise ValidationError(told, code="decided")
        if steward and self.state != State.ACTIVE:
            raise ValidationError(
                _("Only someone with an active mandate can become a coordinator."), code="not_in_force"
            )
        if steward and self.official and officer.pk in (self.accredited_by_id, self.confirmed_by_id):
            raise ValidationError(
                _("You approved this mandate. Another reviewer has to make its holder a coordinator."), code="four_eyes"
            )
        self._not_asked_by(officer, CALLED[steward][0])
        if self._acts(*CALLED[steward]).filter(actor=officer, at__gt=timezone.now() - AGAIN).exists():
            raise ValidationError(_("You did this within the last day. Leave it to another reviewer."), code="often")

    def _become(self, steward: bool) -> None:
        self.steward = steward
        self.save(update_fields=["steward"])
        if not steward:
            # An earlier mandate would give it back when it is renewed, and so would a renewal that was asked for before. Locked
            # first: whoever is renewing one of them has done so then.
            theirs = type(self)._base_manager.filter(**self._person_and_body())
            list(theirs.select_for_update(no_key=True).values_list("pk"))
            theirs.update(steward=False)

    def could_be_confirmed(self, by: User) -> None:
        """Whoever made a steward is not the only one, beside that steward, to look at whom they accredit."""
        super().could_be_confirmed(by)
        made = Act.objects.filter(verb__in=[f"{self.kind}.{verb}" for verb in CALLED[True]], actor=by)
        if made.filter(**self._person_and_body() | {"person": self.accredited_by_id}).exists():
            raise ValidationError(
                _(
                    "You made the person who gave the first approval a coordinator. Another reviewer has to give the "
                    "second."
                ),
                code="four_eyes",
            )

    def _acts(self, *verbs: str) -> QuerySet[Act]:
        """Whoever takes a stewardship away decides about the person: no offer of before stands under another mandate of theirs."""
        taken_away = Act.objects.filter(verb=f"{self.kind}.no_steward", **self._person_and_body())
        return super()._acts(*verbs) | taken_away if "no_steward" in verbs else super()._acts(*verbs)

    def _person_and_body(self) -> dict:
        return {name: self.about()[name] for name in ("person", "organisation")}

    @property
    def making_steward(self) -> User | None:
        return self.asked_for("making_steward")

    @property
    def unmaking_steward(self) -> User | None:
        return self.asked_for("unmaking_steward")
