"""When the database is away or refuses: a sentence instead of a broken page."""

import sys

from django.db import Error
from django.http import JsonResponse
from django.shortcuts import render
from django.views.defaults import server_error

from dialogue.live.refusals import Busy


def broken(request):
    """Django's handler500. It runs in every layer, also where no session could be read, so its page asks the database nothing."""
    if not isinstance(sys.exc_info()[1], Error):
        return server_error(request)
    headers = {"Retry-After": "5"}
    if "application/json" in request.headers.get("Accept", ""):
        error = {"code": Busy.code, "message": str(Busy.message), "retry_after": 5}
        return JsonResponse({"error": error, "key": request.POST.get("key")}, status=Busy.status, headers=headers)
    context = {"refusal": Busy(), "kept": request.POST.get("text", ""), "again": again_of(request)}
    response = render(None, "busy.html", context, status=Busy.status)
    response["Retry-After"] = "5"
    return response


def again_of(request) -> str:
    """Where a second try leads: to the page itself; not where something was sent, for that would not send it again."""
    return request.get_full_path() if request.method == "GET" else ""
