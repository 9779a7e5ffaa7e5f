"""The text of a post as it is taken in: either kept character for character or refused with a reason."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.text.characters import NONCHARACTERS, SURROGATES

# Characters in one post.
LIMIT = 10_000
# Characters of a post that are quoted back; who wants more of it follows the link. So many of them may be given up to
# end behind a word; scripts without blanks end where they are.
QUOTED, WORD = 600, 40

# However a line ended where the words come from: a PDF leaves form feeds, Word vertical tabs, mainframes U+0085,
# notes and slides U+2028, which browsers show as nothing.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls (NUL among them), halves of surrogate pairs and noncharacters: nobody can read them, not every
# program keeps them.
_UNSTORABLE = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f{SURROGATES}{NONCHARACTERS}]")
# Lines of somebody else's words; and the beginning of an address without its end, which would lead elsewhere.
_QUOTED_LINES = re.compile("(?:^ {0,3}>.*\n?)+", re.MULTILINE)
_HALF_AN_ADDRESS = re.compile("https?://[^\\s\u3000-\u303f\uff00-\uffef]*$")
# White space, format characters and what Unicode calls Default_Ignorable, with the empty Braille cell.
_UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def clean(raw: str) -> str:
    """The text with its line ends as LF and otherwise unchanged, at most LIMIT characters.

    Raises ValidationError with one of the codes too_long, control, empty, and a reason that says what to do.
    """
    text = _LINE_END.sub("\n", raw)
    if len(text) > LIMIT:
        reason = _("This text has %(length)d characters; a post can have %(limit)d. Shorten it or split it.")
        raise ValidationError(reason, code="too_long", params={"length": len(text), "limit": LIMIT})
    # Most texts are told at once to hold nothing of the kind; to look for it takes as long as half of the rest.
    if not text.replace("\n", "").isprintable() and (found := _UNSTORABLE.search(text)):
        reason = _("Character %(place)d (%(point)s) is a control character. Delete it and send again.")
        point = f"U+{ord(found.group()):04X}"
        raise ValidationError(reason, code="control", params={"place": found.start() + 1, "point": point})
    if not is_visible(text):
        raise ValidationError(_("Your post is empty. Write something."), code="empty")
    return text


def is_visible(text: str) -> bool:
    """Whether there is anything to read in it."""
    # Marks without a letter say nothing either.
    return any(not unicodedata.category(c).startswith("M") for c in text if not _UNSEEN.match(c))


def quotation(text: str) -> str:
    """The beginning of somebody's words as a quotation to answer to, with an empty line behind it. Where there is no room for all,
    what they quote themselves gives way: it is not theirs."""
    words = text if len(text) <= QUOTED else own(text, "[…]\n")
    words = words if len(words) <= QUOTED else _cut(words) + " …"
    return "".join(f"> {line}".rstrip() + "\n" for line in words.split("\n")) + "\n"


def first(text: str) -> str:
    """Its first character as people see it, of however many signs."""
    end = next((place for place in range(1, len(text)) if not _joined(text[place - 1], text[place])), len(text))
    return text[:end]


def own(text: str, instead: str = "\n") -> str:
    """The text without what it quotes; whole where it says nothing besides."""
    rest = _QUOTED_LINES.sub(instead, text).strip("\n")
    return rest if is_visible(rest) and rest != instead.strip("\n") else text


def _cut(text: str) -> str:
    """Its first QUOTED characters, or a few less so that no word and no character of several signs is taken apart."""
    end = next((place for place in range(QUOTED, QUOTED - WORD, -1) if text[place].isspace()), QUOTED)
    if not text[end].isspace() and (address := _HALF_AN_ADDRESS.search(text[:end])):
        end = address.start() or end
    while end and _joined(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip()


def _joined(before: str, sign: str) -> bool:
    """Whether `sign` is shown as one with what stands before: marks, skin tones, pairs of flags, what a joiner or a virama
    (combining class 9) joins."""
    flags = "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= sign <= "\U0001f1ff"
    tone = "\U0001f3fb" <= sign <= "\U0001f3ff"
    joined = "\u200d" in (before, sign) or unicodedata.combining(before) == 9
    return flags or tone or joined or unicodedata.category(sign).startswith("M")
