"""What stewards do for their own body: accredit, refuse, suspend and revoke mandates, and see who was invited."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.bodies.doors import done_or_told, named_people
from accounts.bodies.forms import DecisionForm
from accounts.grounds import ENDING, REFUSING
from accounts.models import Mandate, Organisation, User
from accounts.models.invitation import may_invite
from accounts.pauses import pause

GROUNDS = {"refuse": REFUSING, "suspend": ENDING, "revoke": ENDING}


class Paused(Exception):
    """What a steward of a body reads who decides nothing for it at present."""


def stewarded(person: User, slug: str) -> Organisation:
    """The body, for those who turn the first key for it; for others it has no such page."""
    body = get_object_or_404(Organisation.objects.of_public_record(), slug=slug)
    if not may_invite(person, body):
        own = person.mandates.filter(organisation=body, steward=True).select_related("organisation")
        if paused := next(filter(None, map(pause, own)), ""):
            raise Paused(paused)
    if not may_invite(person, body):
        raise Http404
    return body


def unless_paused(view):
    """Who comes as a steward while the body, or their mandate, is paused, is told so where they see what they hold."""

    @named_people
    @wraps(view)
    def enter(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Paused as paused:
            messages.info(request, str(paused))
            return redirect("my-mandates")

    return enter


def for_stewards(view):
    """A page of a body for its stewards; one who lacks the second factor is told so."""

    @unless_paused
    @wraps(view)
    def enter(request, slug):
        own = request.user.mandates.filter(organisation__slug=slug, steward=True).in_hand([request.user.pk])
        if any(not mandate.usable for mandate in own[request.user.pk]):
            messages.info(request, _("You need a passkey or an app to approve others. Add one first."))
            return redirect("my-mandates")
        return view(request, stewarded(request.user, slug))

    return enter


@require_safe
@for_stewards
def body(request, body):
    context = {
        "body": body,
        "waiting": body.mandates.waiting().select_related("person", "organisation"),
        "held": body.mandates.active().select_related("person", "organisation"),
        "refusing": DecisionForm(grounds=REFUSING),
        "ending": DecisionForm(grounds=ENDING),
    }
    return render(request, "organisations/stewards.html", context)


@require_POST
@unless_paused
def decide(request, pk):
    """One act about one mandate: accredit, refuse, suspend or revoke."""
    mandate = get_object_or_404(Mandate.objects.select_related("organisation"), pk=pk)
    slug = stewarded(request.user, mandate.organisation.slug).slug
    act = request.POST.get("act")
    if act == "accredit":
        done_or_told(request, mandate.accredit, request.user, done=accredited(mandate))
    elif act in GROUNDS:
        form = DecisionForm(request.POST, grounds=GROUNDS[act])
        try:
            reason = form.reason() if form.is_valid() else None
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("steward", slug)
        if reason is None:
            messages.error(request, _("Choose one of the reasons in the list."))
        else:
            verb = {"refuse": mandate.refuse, "suspend": mandate.suspend, "revoke": mandate.revoke}[act]
            done_or_told(request, verb, request.user, reason, done=_("Done. The person can read the reason."))
    else:
        messages.error(request, _("Choose what to do."))
    return redirect("steward", slug)


def accredited(mandate: Mandate) -> str:
    if mandate.two_keys:
        return _("Approved. A reviewer of the forum has to confirm it before it can be used.")
    return _("Approved. It can be used now.")
