"""What could be taken for a web address, and typed in by whoever reads it."""

import re
from functools import lru_cache
from pathlib import Path

# "ada@example.org", "//example.org" and "www.example" are addresses whatever they end in.
_SIGNS = re.compile(r"@|//|\bwww\.", re.IGNORECASE)
# The full stops of other scripts part the names of a domain too.
_STOPS = str.maketrans("。．｡", "...")


@lru_cache(1)
def _ends() -> frozenset[str]:
    """The ends of internet addresses; the file says of which day."""
    lines = (Path(__file__).parent / "top_level_domains.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def web_address(text: str) -> str | None:
    """The first part of `text` that is an address, or could be one: words joined by full stops, with an end that there is.

    Initials are none (J.R.R. Tolk, J.Li), unless the end is written small as in t.me.
    """
    if signs := _SIGNS.search(text):
        return signs.group()
    for token in text.translate(_STOPS).split():
        *names, end = token.strip(".,;:!?()\"'“”«»").split("/")[0].split(".")
        known = end.lower() in _ends() or end.lower().startswith("xn--")
        if known and all(names) and names and (any(len(name) > 1 for name in names) or end.islower()):
            return token
    return None


def only_a_web_address(text: str) -> bool:
    """Whether a name is nothing but a domain, as some bodies are called: 350.org, Change.org."""
    return bool(re.fullmatch(r"[\w-]+(\.[\w-]+)+", text)) and not text.lower().startswith("www.")
