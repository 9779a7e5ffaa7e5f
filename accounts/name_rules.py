"""Which edition of the rules that fold names is in force, so that keys made by another are noticed without anybody's care."""

import unicodedata
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

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
)
OTHERS = ("confusable-homoglyphs", "babel")


@cache
def edition() -> str:
    digest = blake2b(unicodedata.unidata_version.encode(), digest_size=8)
    for path in sorted(path for pattern in OURS for path in HERE.glob(pattern)):
        digest.update(path.read_bytes())
    for package in OTHERS:
        digest.update(version(package).encode())
    return digest.hexdigest()
