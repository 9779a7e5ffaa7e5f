"""Accounts that somebody has lost, and two people who give them back."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.doors import decided, entrusted
from accounts.entrusting.forms import RecoveryForm
from accounts.entrusting.second import second_person
from accounts.models import Recovery


@require_http_methods(["GET", "HEAD", "POST"])
@entrusted("officer", "administrator")
def recoveries(request):
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        propose = partial(Recovery.propose, address=wish["address"])
        if decided(request, propose, wish["person"], request.user, wish["reason"]):
            messages.success(request, _("Proposed. Someone else has to confirm it here within three days."))
            return redirect("recoveries")
    waiting = Recovery.objects.waiting().select_related("person", "proposed_by", "declined_by")
    return render(request, "powers/recoveries.html", {"form": form, "waiting": waiting})


recovery_decision = second_person(
    Recovery,
    "officer",
    "administrator",
    back="recoveries",
    confirmed=_("Done. We have written to the old mailbox. After 72 hours the address is changed."),
)
