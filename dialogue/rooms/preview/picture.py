"""From a card to a PNG: kept as long as it says what may be said now, and never more than one drawn at a time."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore

import typst
from django.core.cache import caches
from django.utils.translation import gettext as _

from dialogue.live.refusals import Busy
from dialogue.rooms.preview.fonts import fonts

LAYOUT = Path(__file__).with_name("card.typ").read_bytes()
VERSION = hashlib.sha256(LAYOUT).hexdigest()[:8]
KEPT = 60 * 60 * 24
# Drawing takes a tenth of a second of one core; whoever asks for thousands waits in this line, and the debate does not.
PATIENCE = 3.0
_drawing = BoundedSemaphore(1)


def picture(key: str, card: Callable[[], dict]) -> bytes:
    """The picture known as `key`; what changes its words must change its key. Busy when too many wait for theirs."""
    key = f"{VERSION}:{key}"
    if (kept := caches["pictures"].get(key)) is not None:
        return kept
    if not _drawing.acquire(timeout=PATIENCE):
        raise Busy(_("Many pictures are being drawn. Try again in a moment."), retry_after=5)
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
