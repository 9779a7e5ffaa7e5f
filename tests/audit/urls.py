"""The forum's own addresses, and beside them one for each way in which a page can fail."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.urls import path

from dialogue.views import csrf_failure
from forum.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


def forbidden(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError("opened on purpose, to look at the page that says so")


def busy(request):
    raise OperationalError("server closed the connection unexpectedly")


def stale(request):
    """A form that was open for too long: what was written in it is given back."""
    request.method, request.POST = "POST", {"text": "Words that somebody had written in the form."}
    return csrf_failure(request)


urlpatterns = [
    path("audit/forbidden/", forbidden),
    path("audit/broken/", broken),
    path("audit/busy/", busy),
    path("audit/stale/", stale),
    *urlpatterns,
]
