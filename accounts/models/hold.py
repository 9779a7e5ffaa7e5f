"""A suspension of an official by one officer is a hold: an impostor is stopped at once, and a minister only for a time. It ends
by itself unless a second officer confirms it, and its end is read from the clock."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.earlier_holds import unanswered
from accounts.models.user import User, officer_q

if TYPE_CHECKING:
    from accounts.models.organisation import Organisation
    from accounts.models.revocable import Revocable

HOLD = timedelta(hours=72)
# Holds of one officer that nobody has confirmed yet: whoever wants to stop many officials needs another's word.
AT_ONCE = 3
# Who speaks with the holder, and all who decide, are told of these too.
TOLD_TO_ALL = ("held", "upheld", "lapsed", "lifted")


def may_hold(thing: "Revocable", by: User) -> None:
    """ValidationError unless `by` may suspend it alone: each officer once, or one could do it every three days. A body and
    those who speak for it count as one."""
    if unanswered(thing, by):
        raise ValidationError(
            _("You already suspended this alone, or something it belongs to, and nobody confirmed it. Ask another "
            "reviewer to do it."),
            code="held_before",
        )  # fmt: skip
    # Imported here: it asks the organisations.
    from accounts.models.held import all_held

    if sum(held.suspended_by_id == by.pk for held in all_held()) >= AT_ONCE:
        raise ValidationError(
            _("Three of your suspensions are waiting for a second reviewer. Ask one to confirm them; then you can "
            "suspend more."),
            code="many_held",
        )  # fmt: skip


def all_told(body: "Organisation") -> set[int]:
    """The ids of the stewards of a body, and of all officers."""
    stewards = body.mandates.filter(steward=True, revoked_at=None, valid_until__gt=timezone.now())
    officers = User.objects.filter(officer_q())
    return {*stewards.values_list("person", flat=True), *officers.values_list("pk", flat=True)}
