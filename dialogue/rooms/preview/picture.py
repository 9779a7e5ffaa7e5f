"""From a card to a PNG: kept as long as it says what may be said now, and never more than one drawn at a time."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore

import typst
from django.core.cache import caches

from dialogue.rooms.preview.fonts import fonts

LAYOUT = Path(__file__).with_name("card.typ").read_bytes()
VERSION = hashlib.sha256(LAYOUT).hexdigest()[:8]
# Seconds. A picture of words that are withdrawn meanwhile is shown to nobody, and gone from the disk after this and the time until
# the next housekeeping.
KEPT = 60 * 60
# Drawing takes a tenth of a second of one core. One request draws at a time and nobody waits for it: a request that waits
# holds one of the few places of pages.
_drawing = BoundedSemaphore(1)


def picture(key: str, card: Callable[[], dict]) -> bytes | None:
    """The picture known as `key`, a PNG; what changes its words must change its key. None while another one is being drawn."""
    key = f"{VERSION}:{key}"
    if (kept := caches["pictures"].get(key)) is not None:
        return kept
    if not _drawing.acquire(blocking=False):
        return None
    try:
        drawn = draw(card())
    finally:
        _drawing.release()
    caches["pictures"].set(key, drawn, KEPT)
    return drawn


def draw(card: dict) -> bytes:
    compiler = typst.Compiler(
        LAYOUT, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"card": json.dumps(card)}
    )
    drawn = compiler.compile(format="png", ppi=72.0)
    assert isinstance(drawn, bytes)  # noqa: S101  one page
    return drawn
