"""What holds here: the terms, how data is used, and agreeing to both."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import data_map, documents, leaving
from accounts.models import Consent
from accounts.views import onward


@login_required
@require_POST
def agree(request):
    Consent.accept(request.user)
    return redirect(onward(request))


@require_safe
def terms(request):
    return render(request, "terms.html", {"version": documents.VERSIONS["terms"]})


@require_safe
def privacy(request):
    words = {"version": documents.VERSIONS["privacy"], "days": leaving.WAIT.days}
    return render(request, "privacy.html", words)


@require_safe
def privacy_data(request):
    return render(request, "privacy_data.html", {"models": data_map.table()})
