"""What a person can see, take with them, keep to themselves and have erased; and what the forum says of data."""

import json
import secrets
import time

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import data_map, documents, holdings, leaving
from accounts.models import Consent
from accounts.views import onward

# In the session: the key of the links to a download and until when they work. Another browser has another session.
DOWNLOAD = "download"
DOWNLOAD_SECONDS = 300


@login_required
@never_cache
@require_safe
def data(request):
    return render(request, "accounts/data.html", {"titles": holdings.titles(), "days": leaving.WAIT.days})


@login_required
@reauthentication_required
@never_cache
@require_safe
def download(request):
    """Two links that work for five minutes, in this browser only."""
    key = secrets.token_urlsafe(24)
    request.session[DOWNLOAD] = [key, time.time() + DOWNLOAD_SECONDS]
    return render(request, "accounts/data_download.html", {"key": key, "minutes": DOWNLOAD_SECONDS // 60})


@login_required
@never_cache
@require_safe
def downloaded(request, key, form):
    known, until = request.session.get(DOWNLOAD, ("", 0))
    if not known or not constant_time_compare(key, known) or time.time() > until:
        raise PermissionDenied(_("This link has run out, or belongs to another browser. Ask for a new one."))
    if form == "json":
        answer = HttpResponse(
            json.dumps(holdings.of(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1),
            content_type="application/json",
        )
    else:
        answer = HttpResponse(render_to_string("accounts/data_file.html", {"parts": holdings.titled(request.user)}))
    answer["Content-Disposition"] = f'attachment; filename="solidaction-data.{form}"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@login_required
@reauthentication_required
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
    return render(request, "privacy.html", {"version": documents.VERSIONS["privacy"], "days": leaving.WAIT.days})


@require_safe
def privacy_data(request):
    return render(request, "privacy_data.html", {"models": data_map.table()})
