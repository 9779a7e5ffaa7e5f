"""Second factors: allauth's, with our words. The secrets of apps are kept encrypted: a copied database signs nobody in."""

import base64
import hashlib
from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rights
from accounts.housekeeping import each
from accounts.models.user import STRONG

# Where an app's secret, and what recovery codes are made from, stand in what is kept of a factor.
ENCRYPTED = ("secret", "seed")


def _cipher() -> MultiFernet:
    """Encrypts with the secret key, and still reads what older ones have encrypted."""
    return MultiFernet([_under(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _under(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factors\n" + str(key).encode()).digest()))


def encrypt_anew(now: datetime) -> int:
    """What a former key has encrypted comes under the present one, so that the former can be forgotten: of how many factors."""
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    return each(Authenticator.objects.values_list("pk", flat=True), _anew)


def _anew(pk: int) -> bool:
    with transaction.atomic():
        factor = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk).first()
        old = {name: factor.data[name] for name in ENCRYPTED if name in factor.data} if factor else {}
        if all(map(_is_present, old.values())):
            return False
        factor.data |= {name: _cipher().rotate(token.encode()).decode() for name, token in old.items()}
        factor.save(update_fields=["data"])
        return True


def _is_present(token: str) -> bool:
    try:
        return bool(_under(settings.SECRET_KEY).decrypt(token.encode()))
    except InvalidToken:
        return False


class SecondFactors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy("This cannot be removed. Add another one first."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Add a passkey or an app first. Recovery codes are for when you lose them."
        ),
        "incorrect_code": gettext_lazy(
            "That did not match. Use the newest code from the app, or try the passkey again."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            # For whoever reads the log: nobody else can help.
            raise InvalidToken(
                "This factor is of another SECRET_KEY; put that one into SECRET_KEY_FALLBACKS"
            ) from error

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Solidaction"}

    def get_public_key_credential_user_entity(self, user) -> dict:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.name or user.email}


@receiver(authenticator_added, dispatch_uid="accounts.second_factors")
def begin_anew(request, user, authenticator: Authenticator, **kwargs) -> None:
    """Sessions opened before there was a second factor have shown none: with the first one they end. Whoever has just set it
    up has shown it."""
    if authenticator.type not in STRONG:
        return
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)
    if Authenticator.objects.filter(user=user, type__in=STRONG).count() == 1:
        for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
            session.end()


@receiver([post_save, post_delete], sender=Authenticator, dispatch_uid="accounts.second_factors.rights")
def announce(instance: Authenticator, update_fields=None, **kwargs) -> None:
    """Who speaks for a public body needs one: what they may do changes with it."""
    if not update_fields or {"user", "type"} & set(update_fields):
        rights.changed([instance.user_id])
