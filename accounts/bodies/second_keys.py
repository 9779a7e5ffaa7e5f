"""Mandates that rest on one key although their sector needs two: accredited before it did, or by a process of an older release.
They are not in force (`Mandate.turned`); here that is written down, and told."""

from datetime import datetime

from django.db import transaction

from accounts.models import Mandate
from accounts.sectors import OFFICIAL


def ask_for_second_keys(now: datetime) -> int:
    """Let each of them wait for its second key; how many. The holder is told by mail, and the desk shows it as waiting.

    Done by housekeeping and not once by a migration: during an upgrade the processes before still accredit by their own rule.
    """
    resting = Mandate.objects.filter(
        two_keys=False, confirmed_at=None, refused_at=None, revoked_at=None, organisation__sector__in=OFFICIAL
    )
    asked = 0
    for mandate in resting.select_related("organisation", "person"):
        with transaction.atomic():
            mandate.lock()
            if mandate.two_keys or mandate.revoked_at:
                continue
            # Saving counts the keys that the sector needs.
            mandate.save(update_fields=["two_keys"])
            if mandate.accredited_at:
                mandate._record("second_key", None)
                asked += 1
    return asked
