"""Accounts that somebody has lost, and two people who give them back."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import decided, entrusted
from accounts.entrusting.forms import RecoveryForm
from accounts.models import Recovery


@require_http_methods(["GET", "HEAD", "POST"])
@entrusted("officer", "administrator")
def recoveries(request):
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        propose = partial(Recovery.propose, address=wish["address"])
        if decided(request, propose, wish["person"], request.user, wish["reason"]):
            messages.success(request, _("Proposed. Somebody else has to confirm it here within three days."))
            return redirect("recoveries")
    waiting = list(Recovery.objects.waiting().select_related("person", "proposed_by", "declined_by"))
    for each in waiting:
        each.open_to_me = request.user.pk not in (each.person_id, each.proposed_by_id) and each.able(request.user)
    return render(request, "powers/recoveries.html", {"form": form, "waiting": waiting})


@require_POST
@entrusted("officer", "administrator")
def recovery_decision(request, pk):
    found = get_object_or_404(Recovery, pk=pk)
    agrees = request.POST.get("action") == "confirm"
    if decided(request, found.confirm if agrees else found.decline, request.user):
        messages.success(
            request,
            _("Done. The old mailbox is written to; after 72 hours the address is changed.") if agrees else _("Done."),
        )
    return redirect("recoveries")
