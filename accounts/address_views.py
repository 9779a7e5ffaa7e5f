"""A change of address that waits: stopped from the old mailbox or on the own page, or made at once with a code from there."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from accounts.models import AddressChange


@never_cache
def stop_change(request, token):
    """From the letter to the old mailbox: nobody needs to be signed in, and nobody is afterwards. Programs that follow the
    links of mail change nothing: it takes a press."""
    change = get_object_or_404(AddressChange.objects.by_token(token))
    if request.method == "POST":
        change.stop_from_mailbox()
        return redirect("stop-address-change", token)
    return render(request, "accounts/address_stop.html", {"change": change})
