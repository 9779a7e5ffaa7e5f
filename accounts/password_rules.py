"""What a password has to be: Django's rules, asked of the signs that count. Those are often fewer and plainer than what was typed:
wide letters are letters, and an accent that is a sign of its own makes a word no longer."""

from django.contrib.auth import password_validation as django

from accounts.characters import visible
from accounts.models.password import as_typed_anywhere


class LongEnough(django.MinimumLengthValidator):
    def validate(self, password, user=None):
        """One sign may stand for eighteen letters, and blanks alone are quickly guessed."""
        counted = min(password, as_typed_anywhere(password), key=len)
        super().validate(counted if visible(counted) else "", user)


class NotCommon(django.CommonPasswordValidator):
    def validate(self, password, user=None):
        super().validate(as_typed_anywhere(password), user)


class NotTheirName(django.UserAttributeSimilarityValidator):
    def validate(self, password, user=None):
        super().validate(as_typed_anywhere(password), user)
