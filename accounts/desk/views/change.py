"""Another description of a body: proposed by one officer, and made so by another one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.desk.deciding import decide_about_change
from accounts.desk.doors import application_or_404, officers_only
from accounts.desk.forms import DecisionForm, DescriptionForm, SeenForm
from accounts.desk.views.application import page, refused
from accounts.grounds import NONE_GIVEN
from accounts.models import ChangeRequest


@require_POST
@officers_only
def describe(request, pk):
    found = application_or_404("organisation", pk)
    form = DescriptionForm(request.POST, instance=found)
    if not form.is_valid():
        return page(request, "organisation", application_or_404("organisation", pk), {"describe": form}, status=400)
    fields = form.fields_of_the_body()
    proposing = bool(found.confirmed_at)
    try:
        if proposing:
            ChangeRequest.propose(found, request.user, **fields)
        else:
            found.describe(request.user, **fields)
    except ValidationError as error:
        return refused(request, "organisation", pk, error, {"describe": form})
    messages.success(request, _("Proposed. Another reviewer has to confirm it.") if proposing else _("Saved."))
    return redirect("desk-application", "organisation", pk)


@require_POST
@officers_only
def decide(request, pk):
    """Confirm a change, refuse it with a reason, or take back the own one."""
    change = get_object_or_404(ChangeRequest.objects.select_related("organisation"), pk=pk)
    body, verb = change.organisation, request.POST.get("verb", "")
    if verb not in ("confirm", "refuse", "take_back"):
        raise Http404
    form = DecisionForm(request.POST, verb=verb) if verb == "refuse" else SeenForm(request.POST)
    forms = {"refuse_change": form} if verb == "refuse" else {}
    if not form.is_valid():
        return page(request, "organisation", application_or_404("organisation", body.pk), forms, status=400)
    try:
        reason = form.cleaned_data.get("reason", NONE_GIVEN)
        decide_about_change(change, verb, request.user, reason, form.cleaned_data["seen"])
    except ValidationError as error:
        return refused(request, "organisation", body.pk, error, forms)
    messages.success(request, _("Done: %(state)s.") % {"state": change.get_outcome_display()})
    return redirect("desk-application", "organisation", body.pk)
