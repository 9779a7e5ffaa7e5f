"""Suspensions that ended by themselves because nobody confirmed them: written down, and told to whoever heard of them."""

from datetime import datetime

from accounts.housekeeping import each
from accounts.models import Mandate, Organisation


def lapse(now: datetime) -> int:
    """How many had ended by `now` and were not told yet. What was held is in force again since then without this."""
    over = {"suspended_at__isnull": False, "hold_until__lte": now, "revoked_at": None}
    return each([*Organisation.objects.filter(**over), *Mandate.objects.filter(**over)], lambda held: held.lapse())
