"""Words as they were sent, made ready to be kept and shown. Done before the transaction: rendering takes a millisecond."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.places import LANGUAGES
from dialogue.live.refusals import Invalid
from dialogue.rooms.models.searched import stored
from dialogue.text import language as detection
from dialogue.text import markdown, words

# How much likelier than any other language of the world are those of the room and those its author reads; and those that are
# both, which decide on a few words: "sin voz" is Spanish, Galician or nothing at all.
EXPECTED, OWN = 15.0, 600.0


@dataclass(frozen=True, slots=True)
class Likely:
    """What to expect of a post whose author did not say its language: those spoken in the room, and those this person reads."""

    spoken: Sequence[str] = ()
    read: Sequence[str] = ()

    def guess(self, text: str) -> str:
        """Any language of the world that fits clearly better than these; UNKNOWN where none does."""
        own = set(self.read).intersection(self.spoken or self.read)
        chances = dict.fromkeys(LANGUAGES, 1.0) | dict.fromkeys([*self.spoken, *self.read], EXPECTED)
        # Whoever answers in two words what was said in fifty does not speak the language of the fifty.
        return detection.guess(words.own(text), chances | dict.fromkeys(own, OWN))


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    html: str
    language: str
    # For searching: the words of `html`, folded, and their forms, as the database keeps them.
    folded: str

    @classmethod
    def of(cls, raw: str, language: str, likely: Likely) -> "Wording":
        """`raw` cleaned and rendered; its language as given, or guessed. Invalid when it cannot be posted."""
        try:
            text = words.clean(raw)
        except ValidationError as error:
            raise Invalid(error.messages[0], code=error.code) from None
        if language and language not in LANGUAGES:
            raise Invalid(_("This language is not in our list. Choose another, or let us detect it."), code="language")
        spoken = language or likely.guess(text)
        html = markdown.render(text, spoken)
        return cls(text, html, spoken, stored(markdown.searchable(html), spoken))
