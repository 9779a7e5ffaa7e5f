"""Everything a person has asked for and holds: how it stands, and what they can do next."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import pauses, scope
from accounts.models import Invitation, Mandate, Organisation
from accounts.models.accredited import State
from accounts.models.renewal import may_renew


@require_safe
@login_required
def mandates(request):
    held = list(request.user.mandates.select_related("organisation").prefetch_related("renewals").order_by("-pk"))
    for mandate in held:
        mandate.theme_titles = scope.titles(mandate.themes)
        mandate.renewable = renewable(mandate)
        mandate.asked_to_steward = mandate.active() and mandate.stewardship_offered
        mandate.pause, mandate.reasons = pauses.pause(mandate), pauses.reasons(mandate)
    offers = list(Invitation.objects.offered_to(request.user).select_related("organisation").order_by("-pk"))
    for invitation in offers:
        invitation.theme_titles = scope.titles(invitation.themes)
    context = {
        "mandates": held,
        "offers": offers,
        "bodies": Organisation.objects.filter(asked_by=request.user).order_by("-pk"),
        "stewarded": [mandate for mandate in held if mandate.steward and mandate.active()],
        "needs_factor": any(mandate.official for mandate in held if open_still(mandate)) and not request.user.secured,
    }
    return render(request, "mandates/mine.html", context)


def open_still(mandate: Mandate) -> bool:
    return mandate.state in (State.PENDING, State.UPCOMING, State.ACTIVE, State.HELD, State.SUSPENDED)


def renewable(mandate: Mandate) -> bool:
    """Whether its renewal can be asked for now, and was not yet."""
    asked = any(not renewal.refused_at and not renewal.revoked_at for renewal in mandate.renewals.all())
    if asked or mandate.state not in (State.ACTIVE, State.EXPIRED):
        return False
    try:
        may_renew(mandate)
    except ValidationError:
        return False
    return True
