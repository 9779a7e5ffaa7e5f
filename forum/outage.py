"""When the database is away: a sentence instead of a broken page, a line in the log instead of a traceback."""

import logging
import sys

from django.http import JsonResponse
from django.shortcuts import render
from django.views.defaults import server_error

from dialogue.live.outage import away
from dialogue.live.refusals import Busy


def broken(request):
    """Django's handler500. It runs in every layer, also where no session could be read, so its page asks the database nothing."""
    if not away(sys.exc_info()[1]):
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


class OneLine(logging.Filter):
    """Keeps the reason and drops the traceback of requests that found the database away."""

    def filter(self, record: logging.LogRecord) -> bool:
        reason = record.exc_info[1] if record.exc_info else None
        if away(reason):
            record.msg, record.args = f"{record.getMessage()} (the database is away: {reason})".replace("\n", " "), None
            record.exc_info = record.exc_text = None
        return True
