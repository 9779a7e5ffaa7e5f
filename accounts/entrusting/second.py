"""The door of the second person: every kind of proposal is confirmed or declined alike."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.doors import decided, entrusted

DONE = _("Done.")


def second_person(model, *powers: str, back: str, confirmed=DONE):
    """A view that confirms or declines one proposal of this model, and goes back to the list of this name.

    `confirmed` is what is said once it is in force."""

    @require_POST
    @entrusted(*powers)
    def decision(request, pk):
        proposal = get_object_or_404(model, pk=pk)
        agrees = request.POST.get("action") == "confirm"
        if decided(request, proposal.confirm if agrees else proposal.decline, request.user):
            messages.success(request, confirmed if agrees else DONE)
        return redirect(back)

    return decision
