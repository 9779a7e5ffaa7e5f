"""Whether what a form about second factors asks for is so already: the second of two equal presses is led to the list of factors,
and not told that nothing is there, or asked anew who sits there because the first has changed what proves it."""

import json

from allauth.mfa.models import Authenticator

APP, KEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN


def has_app(request) -> bool:
    return _of(request, APP).exists()


def has_no_app(request) -> bool:
    return not has_app(request)


def has_no_such_key(request, pk: int) -> bool:
    return not _of(request, KEY).filter(pk=pk).exists()


def has_this_key(request) -> bool:
    """By the number that the device gave it; both presses carry the answer to one question."""
    try:
        told = json.loads(request.POST.get("credential", ""))
    except ValueError:
        return False
    number = told.get("id") if isinstance(told, dict) else None
    known = _of(request, KEY).values_list("data", flat=True)
    return number is not None and any(data["credential"].get("id") == number for data in known)


def _of(request, kind):
    return Authenticator.objects.filter(user=request.user.pk, type=kind)
