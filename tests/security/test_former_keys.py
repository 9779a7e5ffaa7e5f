"""The secret key is changed, because it may have been read: nobody loses their second factor, and the former key can go."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.utils import timezone

from accounts.second_factors import encrypt_anew
from tests.people import SECRET, give_factor, person

pytestmark = pytest.mark.django_db
FORMER, PRESENT = "f" * 50, "p" * 50


@pytest.fixture
def ada(settings):
    settings.SECRET_KEY = FORMER
    ada = give_factor(person("Ada"))
    RecoveryCodes.activate(ada)
    return ada


def let_in(ada) -> bool:
    """Whether the forum still knows what Ada's app shows."""
    return decrypt(Authenticator.objects.get(user=ada, type=Authenticator.Type.TOTP).data["secret"]) == SECRET


def codes(ada) -> list[str]:
    return RecoveryCodes(Authenticator.objects.get(user=ada, type="recovery_codes")).get_unused_codes()


def test_an_app_and_its_recovery_codes_outlive_the_key_they_were_encrypted_with(ada, settings):
    before = codes(ada)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = PRESENT, [FORMER]
    assert let_in(ada) and codes(ada) == before
    assert encrypt_anew(timezone.now()) == 2 and encrypt_anew(timezone.now()) == 0
    settings.SECRET_KEY_FALLBACKS = []
    assert let_in(ada) and codes(ada) == before


def test_without_the_former_key_nothing_can_be_read_or_is_written_over(ada, settings):
    settings.SECRET_KEY = PRESENT
    assert encrypt_anew(timezone.now()) == 0
    with pytest.raises(InvalidToken, match="SECRET_KEY_FALLBACKS"):
        let_in(ada)
    settings.SECRET_KEY = FORMER
    assert let_in(ada)
