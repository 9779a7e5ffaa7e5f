"""What is put wherever a visitor can put something."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What ends at the front door, and what a page may see.
UNREADABLE = {"NUL": "a\x00b", "surrogate": "a\ud800b", "nonchar": "a\uffffb", "far nonchar": "\U0010fffe"}
ODD = {
    "2^63": str(2**63), "10^30": str(10**30), "negative": "-1", "marks": "a" + "\u0301" * 199,
    "bidi": "\u202e\u2066a\u2069", "nothing": "", "long": "x" * 100_000,
}  # fmt: skip
# Where a program makes a number, or a thing, of what came in: more digits than Python reads, deeper than it descends.
NUMBERS = {"digits": "9" * 4400, "deep": "[" * 1100, "exponent": "1e999999", "NaN": "NaN", "endless": "-Infinity"}
HOSTILE = UNREADABLE | ODD


def sources(*tops: str) -> str:
    return "".join(path.read_text() for top in tops for path in sorted((ROOT / top).rglob("*.py")))


async def asked(what: list) -> dict:
    """{name: status} of the (name, request) that came to no good: one after the other, so that all of them are tried."""
    return {name: status for name, request in what if (status := await request) >= 500}
