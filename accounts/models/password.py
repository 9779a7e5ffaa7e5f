"""The password of an account, as Django keeps it; only how its hash is renewed is ours, and that its letters are the same from
every keyboard."""

import unicodedata

from asgiref.sync import sync_to_async
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password

# Bringing longer ones into order would take long.
LONGEST = 1_000


def as_typed_anywhere(password: str) -> str:
    """An accent is a sign of its own on some keyboards and part of the letter on others, and a wide letter is a letter (NFKC, as
    NIST 800-63B has it). Nothing is tried twice: its time would tell whether an address has an account."""
    return unicodedata.normalize("NFKC", password) if len(password) <= LONGEST else password


class Password(AbstractBaseUser):
    class Meta:
        abstract = True

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and as_typed_anywhere(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """A hash of an older kind is replaced by one of today's: only while it is still the account's, or an account that was
        given back while this took its time would be opened by the password of before."""
        read = self.password

        def renew(raw: str) -> None:
            hashed = make_password(raw)
            if type(self)._default_manager.filter(pk=self.pk, password=read).update(password=hashed):
                self.password = hashed

        return check_password(raw_password and as_typed_anywhere(raw_password), read, renew)

    async def acheck_password(self, raw_password: str | None) -> bool:
        return await sync_to_async(self.check_password)(raw_password)
