"""What stops a mandate for now, as its holder reads it: until when, why, and whom to write to."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.cldr import moment
from accounts.grounds import Ground, Reason
from accounts.models import Mandate
from accounts.models.accredited import State
from accounts.models.revocable import Revocable


def stops(mandate: Mandate) -> list[Revocable]:
    """What of the mandate and its body is suspended now."""
    return [each for each in (mandate, mandate.organisation) if each.granted and each.suspended]


def reasons(mandate: Mandate) -> list[tuple[str, str]]:
    """Why, as it stood in the letter: each a ground, and words of whoever decided."""
    found: list[Reason] = [each.reason_of_suspension() for each in stops(mandate)]
    return [(str(Ground(why.ground).label) if why.ground != Ground.OTHER else "", why.words) for why in found if why]


def pause(mandate: Mandate) -> str:
    """What is said to its holder; "" where nothing stops it for now."""
    ends = [each.hold_until for each in stops(mandate)]
    if mandate.state == State.HELD:
        until = max(end for end in ends if isinstance(end, datetime))
        said = _(
            "This mandate, or the organisation, is paused during a check. Unless a second reviewer confirms it, "
            "the pause ends by itself: %(time)s. Until then you post as yourself. If something is wrong, write "
            "to us."
        ) % {"time": moment(until)}
    elif mandate.state == State.SUSPENDED and ends:
        said = _(
            "This mandate, or the organisation, is suspended while we check doubts. Until then you post as "
            "yourself. If something is wrong, write to us."
        )
    else:
        return ""
    return f"{said} {settings.CONTACT_EMAIL}".rstrip()
