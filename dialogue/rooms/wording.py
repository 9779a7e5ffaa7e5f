"""Words as they were sent, made ready to be kept and shown. Done before the transaction: rendering takes a millisecond."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.places import LANGUAGES
from dialogue.live.refusals import Invalid
from dialogue.text import language as detection
from dialogue.text import markdown, words


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    html: str
    language: str

    @classmethod
    def of(cls, raw: str, language: str, among: Sequence[str]) -> "Wording":
        """`raw` cleaned and rendered; its language as given, or guessed among the room's. Invalid when it cannot be posted."""
        try:
            text = words.clean(raw)
        except ValidationError as error:
            raise Invalid(error.messages[0], code=error.code) from None
        if language and language not in LANGUAGES:
            raise Invalid(_("This language is not in our list. Choose another, or let us guess."), code="language")
        return cls(text, markdown.render(text), language or detection.guess(text, among or ["en"]))
