"""When the holder of a mandate may ask for another term. Asking protects them a little, so nobody asks for ever."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.mandate import Mandate

# For how long before its end a mandate can be renewed, of which its holder is reminded, for how long after it, and how long after
# another term was refused.
RENEWABLE = timedelta(days=30)


def may_renew(mandate: "Mandate") -> None:
    """ValidationError unless its holder may ask for another term now."""
    now = timezone.now()
    if not mandate.granted or mandate.valid_until - now > RENEWABLE:
        raise ValidationError(_("You can renew a mandate from thirty days before it ends."), code="too_early")
    if now - mandate.valid_until > RENEWABLE:
        raise ValidationError(
            _("This mandate ended more than thirty days ago. Request a new mandate."), code="too_late"
        )
    if mandate.suspended:
        raise ValidationError(
            _("This mandate is suspended. You can renew it when it is active again."), code="suspended"
        )
    theirs = mandate.person.mandates.filter(organisation=mandate.organisation_id, renews__isnull=False)
    if theirs.filter(refused_at__gt=now - RENEWABLE).exists():
        raise ValidationError(
            _(
                "A renewal was refused within the last thirty days. Ask to speak for the organisation again, with "
                "more evidence."
            ),
            code="refused",
        )
