"""A change of address that waits: stopped from the old mailbox or on the own page, or made at once with a code from there."""

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.account.views import EmailView
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import AddressChange
from accounts.reauthentication import MAILED, authenticated_at


class Address(EmailView):
    """allauth's page, with what waits."""

    def post(self, request, *args, **kwargs):
        change = request.user.address_changes.announced().first()
        if change and "action_now" in request.POST:
            return self._now(request, change)
        if change and "action_keep" in request.POST:
            change.stop()
            messages.success(request, _("Your address was not changed."))
            return redirect("account_email")
        return super().post(request, *args, **kwargs)

    def _now(self, request, change: AddressChange):
        """At once if the old mailbox says so: with a code that went there after the change was asked for."""
        said = authenticated_at(request.session, (MAILED,))
        if said is None or said < change.asked_at:
            return suspend_request(request, reverse("reauthenticate-by-code"))
        if change.carry_out():
            messages.success(request, _("Your address was changed."))
        else:
            messages.error(request, _("Another account now uses this address. Your address was not changed."))
        return redirect("account_email")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"change": self.request.user.address_changes.announced().first()}


@never_cache
def stop_change(request, token):
    """From the letter to the old mailbox: nobody needs to be signed in, and nobody is afterwards. Programs that follow the
    links of mail change nothing: it takes a press."""
    change = get_object_or_404(AddressChange.objects.by_token(token))
    if request.method == "POST":
        change.stop_from_mailbox()
        return redirect("stop-address-change", token)
    return render(request, "accounts/address_stop.html", {"change": change})
