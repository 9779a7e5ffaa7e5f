"""What a password must be (settings.AUTH_PASSWORD_VALIDATORS): Django's rules, asked about the password as it is kept. An accent that is
a sign of its own would count as a letter, and a common password in wide letters as one that nobody has."""

from django.contrib.auth import password_validation as rules

from accounts.models.password import as_typed_anywhere


class AsKept:
    def validate(self, password: str, user=None) -> None:
        # The rule it is mixed into.
        super().validate(as_typed_anywhere(password), user)  # type: ignore[misc]


class NotLikeTheAccount(AsKept, rules.UserAttributeSimilarityValidator):
    pass


class LongEnough(AsKept, rules.MinimumLengthValidator):
    pass


class NotCommon(AsKept, rules.CommonPasswordValidator):
    pass
