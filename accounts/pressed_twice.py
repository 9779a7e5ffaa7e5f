"""Whether what a form about second factors asks for is so already: the second of two equal presses is led to the list of factors,
and not told that nothing is there, or asked anew who sits there because the first has changed what proves it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import guessing
from accounts.entrance_forms import DeviceWords, typed

APP, KEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN


def to_the_list(request, so_already):
    if so_already is has_app and (said := _not_this_app(request)):
        messages.error(request, said)
    return redirect("mfa_index")


def has_app(request) -> bool:
    return _of(request, APP).exists()


def _not_this_app(request) -> str:
    """What is said to whoever has let an app read a later picture: nothing was set up by it. A code that fits was sent before. It is
    not used up, and each try counts: else this form would tell what the others do not."""
    try:
        with guessing.trying(guessing.factor(request, request.user)):
            code = typed(request.POST.get("code", ""))
            if not any(validate_totp_code(decrypt(app.data["secret"]), code) for app in _of(request, APP)):
                raise ValidationError(
                    _(
                        "Another app is already set up, so this one was not added. To use this one, remove the other one "
                        "first."
                    ),
                    code="other",
                )
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""


def has_no_app(request) -> bool:
    return not has_app(request)


def has_no_such_key(request, pk: int) -> bool:
    return not _of(request, KEY).filter(pk=pk).exists()


def has_this_key(request) -> bool:
    """By the number that the device gave it; both presses carry the answer to one question."""
    try:
        told = DeviceWords().clean(request.POST.get("credential", ""))
    except ValidationError:
        return False
    number = told.get("id") if isinstance(told, dict) else None
    known = _of(request, KEY).values_list("data", flat=True)
    return number is not None and any(data["credential"].get("id") == number for data in known)


def _of(request, kind):
    return Authenticator.objects.filter(user=request.user.pk, type=kind)
