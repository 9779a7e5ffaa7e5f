"""The password of an account, as Django keeps it; only how its hash is renewed is ours."""

from asgiref.sync import sync_to_async
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password


class Password(AbstractBaseUser):
    class Meta:
        abstract = True

    def check_password(self, raw_password: str | None) -> bool:
        """A hash of an older kind is replaced by one of today's: only while it is still the account's, or an account that was
        given back while this took its time would be opened by the password of before."""
        read = self.password

        def renew(raw: str) -> None:
            hashed = make_password(raw)
            if type(self)._default_manager.filter(pk=self.pk, password=read).update(password=hashed):
                self.password = hashed

        return check_password(raw_password, read, renew)

    async def acheck_password(self, raw_password: str | None) -> bool:
        return await sync_to_async(self.check_password)(raw_password)
