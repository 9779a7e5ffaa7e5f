"""Which letters can be drawn: typst brings Latin, Greek and Cyrillic; the others come from the Noto fonts of the system."""

import json
import unicodedata
from functools import cache, lru_cache

import typst

# Always there, so the same picture everywhere.
OURS = "Libertinus Serif"
# What the first word of a letter's name in Unicode says of its script, where that is not the name of the Noto family.
_SCRIPTS = {
    "Canadian": "Canadian Aboriginal", "Nko": "NKo", "Ideographic": "CJK SC", "Cjk": "CJK SC", "Hiragana": "CJK SC",
    "Katakana": "CJK SC", "Hangul": "CJK SC", "Bopomofo": "CJK SC", "Fullwidth": "CJK SC", "Halfwidth": "CJK SC",
}  # fmt: skip

_TRIAL = b"""#let trial = json(bytes(sys.inputs.trial))
#set page(width: auto, height: auto, margin: 0pt)
#set text(size: 10pt, font: trial.families, fallback: false)
#trial.text"""
# Unicode promises that this will never be a character, so no font has it: typst draws its box for "missing".
_NO_CHARACTER = "\U0010fffd"


@cache
def fonts() -> typst.Fonts:
    """All fonts of this machine, looked through once (about a second) and then kept."""
    return typst.Fonts()


@cache
def _family(script: str) -> str | None:
    """The family for a script: with serifs where there is one. Each holds its font files in memory once it is used, so
    the signs of Chinese, Japanese and Korean come from one, which knows the forms of every language."""
    there = set(fonts().families())
    name = _SCRIPTS.get(script, script)
    wanted = (f"Noto Serif {name}", f"Noto Naskh {name}", f"Noto Sans {name}") if name else ("Noto Serif",)
    return next((family for family in wanted if family in there), None)


def families(text: str) -> list[str]:
    """The families to write `text` with, in the order in which they are asked for a letter."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0].title() for letter in set(text) if letter > "\x7f"}
    found = {family for script in ("", *scripts) if (family := _family(script))}
    return [OURS, *sorted(found, key=lambda family: ("CJK" in family, family))]


@lru_cache(512)
def drawable(text: str) -> bool:
    """Whether every letter of `text` has a shape in one of our fonts; if not, it would be a box."""
    return not text.strip() or _missing() not in _drawn(text)


@cache
def _missing() -> str:
    """The name of the box: the only shape in a drawing of what is no character."""
    return _drawn(_NO_CHARACTER).partition('xlink:href="#')[2].partition('"')[0]


def _drawn(text: str) -> str:
    trial = json.dumps({"text": text, "families": families(text)})
    compiler = typst.Compiler(_TRIAL, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"trial": trial})
    drawn = compiler.compile(format="svg")
    assert isinstance(drawn, bytes)  # noqa: S101  one page
    return drawn.decode()
