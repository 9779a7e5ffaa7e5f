"""What is held about a person: to see, and to take with them."""

import json
import secrets
import time

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import holdings, leaving
from accounts.readable import readable

# In the session: the key of the links to a download and until when they work. Another browser has another session.
DOWNLOAD = "download"
DOWNLOAD_SECONDS = 300


@login_required
@never_cache
@require_safe
def data(request):
    return render(request, "accounts/data.html", {"titles": holdings.titles(), "days": leaving.WAIT.days})


@login_required
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
        raise PermissionDenied(_("This link has expired, or belongs to another browser. Ask for a new one."))
    if form == "json":
        answer = HttpResponse(
            json.dumps(holdings.of(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1),
            content_type="application/json",
        )
    else:
        parts = [(title, readable(held)) for title, held in holdings.titled(request.user)]
        answer = HttpResponse(render_to_string("accounts/data_file.html", {"parts": parts}))
    answer["Content-Disposition"] = f'attachment; filename="solidaction-data.{form}"'
    return answer
