"""Asking to leave for good, and calling it off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import leaving


@login_required
@never_cache
def leave(request):
    if request.method == "POST":
        try:
            leaving.ask(request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("data")
    return render(request, "accounts/data_leave.html", {"days": leaving.WAIT.days})


@login_required
@require_POST
def stay(request):
    leaving.stay(request.user)
    messages.success(request, _("Your account stays. Nothing has changed."))
    return redirect("data")
