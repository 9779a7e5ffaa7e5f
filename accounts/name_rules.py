"""Which edition of the rules that fold names is in force, so that keys made by another are noticed without anybody's care."""

from functools import cache
from pathlib import Path

from dialogue.text.edition import print_of

HERE = Path(__file__).parent
# What a key depends on: our code and lists, the tables of others.
OURS = (
    "folded.py",
    "body_names.py",
    "skeletons.py",
    "alike.py",
    "spoken.py",
    "sounds.py",
    "sounds.json",
    "reserved/lists.py",
    "reserved/*.json",
    "../dialogue/text/folding.py",
    "../dialogue/text/han.py",
)
OTHERS = ("confusable-homoglyphs", "babel")


@cache
def edition() -> str:
    return print_of((path for pattern in OURS for path in HERE.glob(pattern)), OTHERS)
