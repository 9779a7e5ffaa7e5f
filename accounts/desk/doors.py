"""Who comes in at the desk, and what they come for."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from accounts.doors import resting
from accounts.models import Mandate, Organisation
from accounts.models.revocable import Revocable

APPLICATIONS: dict[str, type[Revocable]] = {"organisation": Organisation, "mandate": Mandate}
BESIDE = {
    "organisation": ("asked_by", "claimed_by", "alike", "parent", "accredited_by"),
    "mandate": ("asked_by", "claimed_by", "person", "organisation", "organisation__alike", "accredited_by"),
}


def officers_only(view):
    """For everybody else there is no such page; an officer whose powers rest is told why, and what to do."""

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not request.user.is_officer:
            raise Http404
        if not request.user.may_act:
            return resting(request)
        if not request.user.officer:
            return render(request, "desk/second_factor.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def application_or_404(kind: str, pk: int) -> Revocable:
    return get_object_or_404(APPLICATIONS[kind]._default_manager.select_related(*BESIDE[kind]), pk=pk)
