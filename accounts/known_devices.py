"""Browsers that have signed in to an account before. They sign in on a budget of their own, which no stranger can spend.

A cookie says it: a random number of the browser, and for each of the last five accounts a mark that only we can make. It names
nobody and opens nothing. Other second factors make all marks of the account void; where there is none, a new password does, and
where there is one, it does not: whoever has read password or mailbox must not make strangers of the owner's browsers. Nothing
of it is kept here.
"""

import secrets

from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.dispatch import receiver
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.models.user import STRONG
from dialogue.limits.keys import hashed

YEAR = 365 * 86400
ACCOUNTS = 5


class Device:
    """What the cookie of a request says; `id` is "" for a browser that has never signed in."""

    def __init__(self, cookie: str = ""):
        self.id, seal, *self.marks = f"{cookie}..".split(".")[: 2 + ACCOUNTS]
        if not self.id or not constant_time_compare(seal, hashed("device", self.id)):
            self.id, self.marks = "", []

    @classmethod
    def of(cls, request) -> "Device":
        return cls(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))

    def mark(self, user: User) -> str:
        factors = Authenticator.objects.filter(user_id=user.pk or 0, type__in=STRONG).order_by("pk")
        proof = list(factors.values_list("pk", flat=True)) or user.get_session_auth_hash()
        return hashed("account", self.id, user.pk, proof)[:20]

    def knows(self, user: User) -> bool:
        return bool(self.id) and self.mark(user) in self.marks

    def remember(self, user: User) -> str:
        """The cookie of this browser once `user` has signed in."""
        self.id = self.id or secrets.token_urlsafe(12)
        mark = self.mark(user)
        self.marks = [mark, *(each for each in self.marks if each not in (mark, ""))][:ACCOUNTS]
        return ".".join([self.id, hashed("device", self.id), *self.marks])


def known(request, mailbox: str) -> tuple[str, int] | None:
    """Who spends instead of strangers: (browser, account) where this browser has signed in to the account of this mailbox,
    (session, account) in a session of it; else None. Of another's session, a thief's maybe, nothing is spent. Nothing is
    looked up for a browser without the cookie, and for an address without an account as much as for others, so no time tells."""
    device = Device.of(request)
    if request.user.is_authenticated and request.user.email == mailbox:
        return device.id if device.knows(request.user) else request.session.session_key, request.user.pk
    if not device.id:
        return None
    user = User.objects.filter(email=mailbox, is_active=True).first() or User()
    return (device.id, user.pk) if device.knows(user) else None


@receiver(
    (user_logged_in, password_changed, password_set, authenticator_added, authenticator_removed),
    dispatch_uid="accounts.known_devices",
)
def signed_in(request, user: User, **kwargs) -> None:
    """What makes every mark void is done in a browser that has just shown who sits there."""
    request.signed_in_as = user


class DeviceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if user := getattr(request, "signed_in_as", None):
            response.set_cookie(
                settings.DEVICE_COOKIE_NAME, Device.of(request).remember(user), max_age=YEAR, samesite="Lax",
                secure=settings.SECURE, httponly=True,
            )  # fmt: skip
        return response
