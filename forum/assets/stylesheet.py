"""One stylesheet out of many: each @import gives way to what it names, inside its layer and under its condition."""

import re
from pathlib import Path

IMPORT = re.compile(r'@import url\("(?P<path>[^":]+)"\)(?: layer\((?P<layer>[\w.-]+)\))?(?: (?P<media>\([\w: -]+\)))?;')
# Strings and addresses are kept to the letter; the rest loses its comments and the space that says nothing.
PIECE = re.compile(
    r"""(?P<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\))|/\*.*?\*/|\s*(?P<mark>[{};,])\s*|(?P<space>\s+)""",
    re.S,
)


def parts(path: Path) -> list[Path]:
    """The stylesheet at `path` and all that it imports."""
    named = (path.parent / found["path"] for found in IMPORT.finditer(path.read_text(encoding="utf-8")))
    return [path, *(each for part in named for each in parts(part))]


def joined(path: Path) -> str:
    """The stylesheet at `path` without a single @import of ours. Its parts name no files: an address would point elsewhere."""

    def inline(found: re.Match) -> str:
        css = joined(path.parent / found["path"])
        css = f"@layer {found['layer']} {{\n{css}}}\n" if found["layer"] else css
        return f"@media {found['media']} {{\n{css}}}\n" if found["media"] else css

    return IMPORT.sub(inline, path.read_text(encoding="utf-8"))


def thin(css: str) -> str:
    return PIECE.sub(lambda piece: piece["kept"] or piece["mark"] or (" " if piece["space"] else ""), css).strip()
