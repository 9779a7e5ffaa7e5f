"""The shape and size of what stands over a room, whoever writes it: titles, questions, summaries and languages."""

import re
import unicodedata

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from accounts.characters import OVER, UNSEEN_BETWEEN, heaped, too_many_marks
from accounts.places import LANGUAGES
from dialogue.rooms.models.asked import LIMITS
from dialogue.text.words import is_visible

# Controls (line ends and what turns the direction of the page among them), halves of pairs, and what is assigned to nothing. Some
# scripts join letters by UNSEEN_BETWEEN, and lines of two directions need a mark now and then: none reaches beyond its own words.
REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Whole sentences and ornaments in one sign, each as wide as many letters: of Arabic, Javanese and Tamil, dashes, and cuneiform.
BROAD = re.compile("[\ufd40-\ufd4f\ufdfa-\ufdff\ua9c1-\ua9c6\u0bf5-\u0bfa\u2e3a\u2e3b\U00012000-\U0001254f]")
# Where a word begins. A mark there is drawn over what stands before it.
START = re.compile(rf"(?:^|\s)[{''.join(sorted(UNSEEN_BETWEEN))}]*(\S)")


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
                _('Write {"en": "text"}, in some of these languages: %(codes)s.'), params={"codes": ", ".join(codes)}
            )
        if self.name == "titles" and not value:
            raise ValidationError(_("Add a title in at least one language."))
        for words in value.values():
            line(words, LIMITS[self.name])


def line(words: str, limit: int) -> None:
    MaxLengthValidator(limit)(words)
    for place, sign in enumerate(words, 1):
        if unicodedata.category(sign) in REFUSED and sign not in UNSEEN_BETWEEN:
            reason = _("Character %(place)d (%(point)s) is a control character. Delete it and send again.")
            raise ValidationError(reason, params={"place": place, "point": f"U+{ord(sign):04X}"})
        if BROAD.match(sign):
            reason = _(
                "Character %(place)d (%(point)s) is much wider than a letter. Write it in letters and send again."
            )
            raise ValidationError(reason, params={"place": place, "point": f"U+{ord(sign):04X}"})
    if heaped(words, OVER) or any(unicodedata.category(sign) in OVER for sign in START.findall(words)):
        raise too_many_marks()
    if not is_visible(words):
        raise ValidationError(_("Your post is empty. Write something."))


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
