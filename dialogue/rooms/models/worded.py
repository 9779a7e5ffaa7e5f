"""The shape and size of what stands over a room, whoever writes it: titles, questions, summaries and languages."""

import unicodedata

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from accounts.places import LANGUAGES
from dialogue.rooms.models.asked import LIMITS
from dialogue.text.words import is_visible

# Some scripts join letters by them, and lines of two directions need a mark now and then: none reaches beyond its own words.
HARMLESS = frozenset("\u200c\u200d\u200e\u200f\u061c")
# Controls (line ends and what turns the direction of the page among them), halves of pairs, and what is assigned to nothing.
REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


@deconstructible
class InLanguages:
    """{code of a language of the pages: one line of words}, the words of this field."""

    def __init__(self, name: str):
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InLanguages) and other.name == self.name

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, value: object) -> None:
        codes = dict(settings.LANGUAGES)
        if not isinstance(value, dict) or not all(code in codes and isinstance(value[code], str) for code in value):
            raise ValidationError(
                _('Write {"en": "words"}, in some of these languages: %(codes)s.'), params={"codes": ", ".join(codes)}
            )
        if self.name == "titles" and not value:
            raise ValidationError(_("It needs a title in one language at least."))
        for words in value.values():
            line(words, LIMITS[self.name])


def line(words: str, limit: int) -> None:
    MaxLengthValidator(limit)(words)
    for place, sign in enumerate(words, 1):
        if unicodedata.category(sign) in REFUSED and sign not in HARMLESS:
            reason = _("Character %(place)d (%(point)s) is a control character. Delete it and send again.")
            raise ValidationError(reason, params={"place": place, "point": f"U+{ord(sign):04X}"})
    if not is_visible(words):
        raise ValidationError(_("There is nothing to read here yet. Write some words."))


def spoken(value: object) -> None:
    """Languages of the world, each once."""
    if not isinstance(value, list) or any(code not in LANGUAGES for code in value) or len(set(value)) < len(value):
        # The sentence that quotes nothing: it may be anything.
        raise ValidationError(forms.ModelChoiceField.default_error_messages["invalid_choice"])


def check(thing, words: dict) -> None:
    """ValidationError where `words` ({name of the field: value}) could not stand over this room or theme."""
    for name, value in words.items():
        for validator in thing._meta.get_field(name).validators:
            validator(value)
