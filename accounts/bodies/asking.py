"""Asking to speak for a body, in two steps: find it or name it, then say as what and for how long."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.bodies.doors import done_or_told, named_people, refused
from accounts.bodies.finding import named
from accounts.bodies.forms import BodyForm, MandateForm
from accounts.models import Mandate, Organisation

MOST = 30


@require_safe
@named_people
def find(request):
    """Step one: which body?"""
    wanted = request.GET.get("q", "").strip()
    bodies = named(Organisation.objects.active(), wanted).order_by("name")[:MOST] if wanted else []
    return render(request, "asking/find.html", {"wanted": wanted, "bodies": bodies})


@require_http_methods(["GET", "HEAD", "POST"])
@named_people
def register(request):
    """Step one, for a body that is not here yet."""
    form = BodyForm(request.POST or None, initial={"name": request.GET.get("name", "")[:200]})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                body = Organisation.ask(request.user, **form.described())
        except ValidationError as error:
            refused(form, error)
        else:
            return redirect("speak-for-body", body.slug)
    return render(request, "asking/register.html", {"form": form})


def within_reach(person) -> Q:
    """Bodies that are in force, and those this person has asked for."""
    return Q(pk__in=Organisation.objects.active()) | Q(pk__in=Organisation.objects.waiting().filter(asked_by=person))


@require_http_methods(["GET", "HEAD", "POST"])
@named_people
def ask(request, slug):
    """Step two: as what, for what, for how long?"""
    body = get_object_or_404(Organisation.objects.filter(within_reach(request.user)), slug=slug)
    form = MandateForm(request.POST or None)
    if request.method == "POST" and asked(request.user, body, form):
        messages.success(request, _("Your request has been sent. You will get the decision by e-mail."))
        return redirect("my-mandates")
    return render(request, "asking/ask.html", {"form": form, "body": body})


@transaction.atomic
def asked(person, body: Organisation, form: MandateForm) -> bool:
    """Looked at and done in one: the themes stay what they are called when the form is looked at."""
    if form.is_valid():
        try:
            with transaction.atomic():
                Mandate.ask(person, body, **form.term(), note=form.cleaned_data["note"])
            return True
        except ValidationError as error:
            refused(form, error)
    return False


@require_POST
@named_people
def resign(request, pk):
    mandate = get_object_or_404(request.user.mandates, pk=pk)
    done_or_told(request, mandate.resign, request.user, done=_("It is withdrawn. Posts made under it stay."))
    return redirect("my-mandates")


@require_POST
@named_people
def stewardship(request, pk):
    """The holder accepts to accredit others for the body, or declines."""
    mandate = get_object_or_404(request.user.mandates, pk=pk)
    accepts = request.POST.get("answer") == "accept"
    done = _("You are now a coordinator of this organisation.") if accepts else _("You have declined.")
    done_or_told(request, mandate.answer_stewardship, request.user, accepts, done=done)
    return redirect("my-mandates")


@require_POST
@named_people
def renew(request, pk):
    mandate = get_object_or_404(request.user.mandates, pk=pk)
    done_or_told(request, mandate.renew, done=_("You have asked for a renewal. You will get the decision by e-mail."))
    return redirect("my-mandates")
