"""Suspending people, and what waits for a second person."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import entrusted, resting
from accounts.models import Suspension, User
from dialogue.live.refusals import NotAllowed
from dialogue.rooms import policy
from dialogue.rooms.doors import number_of, ruled
from dialogue.rooms.suspension import confirm, suspend

LONGEST = 366


@ruled(policy.moderate)
@require_POST
def suspension(request, handle):
    """Suspend somebody everywhere for some days; 0 lets them take part again."""
    user = request.user
    if not (user.is_authenticated and user.moderator):
        if user.is_authenticated and user.is_staff:
            return resting(request)
        raise NotAllowed
    person = get_object_or_404(User, handle=handle, left_at=None)
    lasts = timedelta(days=number_of(request, "days", 0, LONGEST) or 0)
    done = _asked(suspend, person, lasts, user, request.POST.get("text", ""))
    if done.begun_at:
        messages.success(request, _("Done."))
    else:
        messages.info(
            request, _("Proposed. Someone else has to confirm it within three days, on the page “Suspensions”.")
        )
    return redirect("person", handle)


@ruled(policy.moderate)
@require_safe
@entrusted("moderator")
def suspensions(request):
    """What waits for a second person, and what holds."""
    running = Suspension.objects.running().exclude(lasts=timedelta(0)).select_related("person", "proposed_by")
    context = {
        "waiting": Suspension.objects.waiting().select_related("person", "proposed_by", "declined_by"),
        "running": [(each, each.open_to_uphold(request.user)) for each in running],
    }
    return render(request, "rooms/suspensions.html", context)


@ruled(policy.moderate)
@require_POST
@entrusted("moderator")
def decision(request, pk):
    """Agree to what another has proposed, or imposed alone, or not."""
    found = get_object_or_404(Suspension, pk=pk)
    match request.POST.get("action"):
        case "confirm":
            _asked(confirm, found, request.user)
        case "uphold":
            _asked(found.uphold, request.user)
        case _:
            _asked(found.decline, request.user)
    messages.success(request, _("Done."))
    return redirect("suspensions")


def _asked(verb, *about):
    try:
        return verb(*about)
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages), code=error.code) from error
