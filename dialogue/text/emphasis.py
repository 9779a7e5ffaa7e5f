"""Signs beside and inside words: where CommonMark's rules would leave the asterisks of whole scripts as they are, or take letters
of a word for markup."""

import re
import unicodedata
from functools import cache

from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline, backtick
from markdown_it.rules_inline.state_inline import Scanned

# Han, kana, Hangul, Thai, Lao, Khmer, Burmese and Tibetan stand beside each other; Arabic and Hebrew join words to signs.
_UNSPACED = re.compile(
    "[\u0590-\u08ff\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefc\uff66-\uffdc\U00020000-\U0003ffff]"
)


@cache
def _beside(character: str) -> str:
    """A blank in place of a letter of such a script: a sign on the other side of the asterisks is then no obstacle."""
    return " " if _UNSPACED.match(character) else character


def _spelled(character: str) -> bool:
    """Whether it is part of a word in a script that puts blanks between words."""
    return (character.isalnum() or unicodedata.category(character)[0] == "M") and _beside(character) != " "


def _inside(src: str, place: int) -> bool:
    """Whether the sign at `place` stands inside a word: "Bürger*innen", "bo`lishi", "5*3"."""
    return 0 < place < len(src) - 1 and _spelled(src[place - 1]) and _spelled(src[place + 1])


def code(state: StateInline, silent: bool) -> bool:
    """The library's rule, but for a sign that people write for a letter: Uzbek "o`zbek", Hawaiian "`aina"."""
    src, start = state.src, state.pos
    end = src.find("`", start + 1)
    if src[start] != "`" or end == start + 1:
        return backtick(state, silent)
    begins_a_word = 0 < end < len(src) - 1 and src[end - 1].isspace() and _spelled(src[end + 1])
    if not (_inside(src, start) or begins_a_word or _inside(src, end)):
        return backtick(state, silent)
    if not silent:
        state.pending += "`"
    state.pos += 1
    return True


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        found = super().scanDelims(start, canSplitWord)
        if not canSplitWord:
            return found
        if found.length == 1 and self.src[start] == "*" and _inside(self.src, start):
            return Scanned(False, False, 1)
        end = start + found.length
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        # "**重要。**请": the full stop inside must not keep the asterisks behind it from closing, whatever letter follows.
        opens = found.can_open or (_beside(before) == " " != before and not after.isspace())
        closes = found.can_close or (_beside(after) == " " != after and not before.isspace())
        return Scanned(opens, closes, found.length)


class Inline(ParserInline):
    """The library's parser with that rule."""

    def parse(self, src, md, env, tokens):
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
