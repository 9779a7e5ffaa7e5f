"""Links for a delegation, made by a steward or an officer and shown once, and what officers offer by letter: accepted by whoever
they were sent to."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import scope
from accounts.addresses import everywhere
from accounts.bodies.doors import done_or_told, named_people, refused
from accounts.bodies.forms import InvitationForm
from accounts.bodies.stewarding import for_stewards, stewarded, unless_paused
from accounts.models import Invitation


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_stewards
def invitations(request, body):
    form = InvitationForm(request.POST or None)
    tokens = invited(request.user, body, form) if request.method == "POST" else []
    links = [everywhere(reverse("invitation", args=[token])) for token in tokens]
    made = body.invitations.select_related("used_by").order_by("-pk")[:100]
    return render(request, "invitations/invitations.html", {"body": body, "form": form, "links": links, "made": made})


@transaction.atomic
def invited(by, body, form: InvitationForm) -> list[str]:
    """Looked at and done in one: the themes stay what they are called when the form is looked at."""
    if form.is_valid():
        number, lasts = form.cleaned_data["number"], timedelta(days=form.cleaned_data["days"])
        try:
            return Invitation.invite(by, body, number, lasts, **form.term())
        except ValidationError as error:
            refused(form, error)
    return []


@require_POST
@unless_paused
def cancel(request, pk):
    invitation = get_object_or_404(Invitation.objects.select_related("organisation"), pk=pk)
    body = stewarded(request.user, invitation.organisation.slug)
    done_or_told(request, invitation.cancel, request.user, done=_("The link is cancelled. Nobody can use it now."))
    return redirect("invitations", body.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept(request, token):
    """Anybody with the link may read what it offers; who takes it up is signed in and has a name."""
    invitation = get_object_or_404(Invitation.objects.of(token).select_related("organisation"))
    return taken(request, invitation) if request.method == "POST" else offered(request, invitation)


@require_POST
@named_people
def answer(request, pk):
    """Whoever it was sent to accepts or declines it without the letter, from the page of their mandates."""
    sent = Invitation.objects.offered_to(request.user).select_related("organisation")
    invitation = get_object_or_404(sent, pk=pk)
    if request.POST.get("answer") == "accept":
        return taken(request, invitation)
    done_or_told(request, invitation.decline, request.user, done=_("You have declined. Nobody is notified."))
    return redirect("my-mandates")


def offered(request, invitation, why: str = ""):
    context = {
        "invitation": invitation,
        "body": invitation.organisation,
        "themes": scope.titles(invitation.themes),
        "why_not": invitation.refusal or why,
        "mine": request.user.is_authenticated
        and Invitation.objects.offered_to(request.user).filter(pk=invitation.pk).exists(),
    }
    return render(request, "invitations/invitation.html", context, status=410 if invitation.refusal else 200)


@named_people
def taken(request, invitation):
    try:
        mandate = invitation.accept(request.user)
    except ValidationError as error:
        return offered(request, invitation, " ".join(error.messages))
    if mandate.granted:
        messages.success(request, _("You have the mandate. You can choose it when you post."))
    else:
        messages.success(request, _("You have accepted. A reviewer has to confirm it. You will get an e-mail."))
    return redirect("my-mandates")
