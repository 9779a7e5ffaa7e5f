"""What a word that somebody looks for may be written as instead: its forms in each language it may belong to, and other writings."""

import re

from dialogue.text.filed import OTHER, STEM
from dialogue.text.joined import Other, others, without_apostrophes
from dialogue.text.stems import code_of, codes_for, stems

# Short words that French, Italian and Catalan join to the next: "l'eau" is found where "d'eau" stands.
_ELIDED = re.compile(
    "(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|(?:d|n|s|c)?[ae]ll|sull|dall|coll|quest|quell|un|gl)['’\u02bc](?=\\w)",
    re.IGNORECASE,
)


def without_elision(written: str) -> str:
    match = _ELIDED.match(written)
    return written[match.end() :] if match else written


def signed(written: str) -> str | None:
    """What a number or letter with a sign is filed under: 5 %, C++."""
    whole = _whole(written)
    return OTHER + whole.word if whole and whole.kind == "sign" else None


def alternatives(written: str, words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """For one piece that was typed, and its folded `words`."""
    found: dict[str, None] = {}
    whole = _whole(written)
    one = words[0] if len(words) == 1 else whole.word if whole else ""
    if not one:
        return ()
    found[OTHER + one] = None
    if whole and whole.kind in ("hyphens", "groups", "apostrophe"):
        found[one] = None
    if whole and whole.kind == "doubled":
        found |= dict.fromkeys((whole.word, OTHER + whole.word))
    if whole and whole.kind == "letters":
        return tuple(found)
    for code in [code_of(language)] if language else codes_for(one):
        if code:
            found |= dict.fromkeys(STEM + code + stem for each in (written, one) for stem in stems(each, code))
    return tuple(found)


def as_a_name(written: str) -> tuple[str, ...]:
    """N'Diaye, whose N is no word of its own as that of "n'est" is; few type its capitals."""
    word = without_apostrophes(written)
    return (word, OTHER + word) if word else ()


def _whole(written: str) -> Other | None:
    """How else all of it can be written."""
    return next(
        (each for each in others(written) if each.start == 0 and each.end >= len(written.rstrip(".,;:!?"))), None
    )
