"""What a text is filed under beside its words: stems, and other writings of the same. Marked, so that none is taken for a word.

They follow the words, of which phrases are made: a phrase never runs into them.
"""

from dialogue.text.folding import Token, tokens, words, written
from dialogue.text.joined import others
from dialogue.text.stems import code_of, stems

# No folded word begins with them, and both databases take them for letters.
STEM, OTHER = "¶", "¦"
# Different words of one text that are stemmed: a long speech has fewer, and a new word takes a tenth of a millisecond.
MOST = 1_000


def forms(text: str, language: str) -> list[Token]:
    """Each where its word stands."""
    ways = others(text)
    found = [Token(OTHER + each.word, each.start, each.end) for each in ways]
    if code := code_of(language):
        standing = [(match.group(), match.start(), match.end()) for match in written(text)]
        standing += [(each.word, each.start, each.end) for each in ways if each.kind == "hyphens"]
        of = {word: stems(word, code) for word in list(dict.fromkeys(word for word, _start, _end in standing))[:MOST]}
        found += [Token(STEM + code + stem, start, end) for word, start, end in standing for stem in of.get(word, ())]
    return found


def reading(text: str, language: str) -> list[Token]:
    """The words of a text in their order, and behind them all else it is found by."""
    return tokens(text) + forms(text, language)


def filed(text: str, language: str) -> tuple[list[str], list[str]]:
    """`reading` as it is stored: the words, and each form once."""
    return words(text), sorted({form.word for form in forms(text, language)})
