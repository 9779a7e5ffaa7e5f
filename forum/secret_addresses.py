"""Addresses that let in whoever knows them, and how to find them in a line of a log."""

import re
from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

# Parts of addresses that let in whoever knows them, by their names in the URLconf.
SECRET = {"token", "key"}
# And behind a question mark: the same, and what an institution's server sends back with whoever signed in there.
ASKED = SECRET | {"code", "state"}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(its whole address, the pattern) of every address there is."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


def spelled(words: str) -> str:
    """Finds `words` however an address may write them: in capitals, percent-encoded, as often as one likes, slashes doubled."""

    def letter(sign: str) -> str:
        codes = "|".join(sorted({f"{ord(each):02x}" for each in (sign.lower(), sign.upper())}))
        return f"(?:{re.escape(sign)}|%(?:25)*(?:{codes}))" + ("{1,9}" if sign == "/" else "")

    return "".join(map(letter, words))


@cache
def secret_addresses() -> re.Pattern[str]:
    """Finds what follows the fixed part of an address that holds something secret, or such a name in a query; also where the
    rest was mistyped, and where the address stands in the query of another one."""
    begun = {
        address.partition("<")[0] for address, pattern in patterns() if SECRET & set(pattern.pattern.regex.groupindex)
    }
    paths = "|".join(spelled(f"/{each}") for each in sorted(begun))
    asked = "|".join(f"(?:{spelled('?')}|{spelled('&')}){spelled(each + '=')}" for each in sorted(ASKED))
    return re.compile(rf"({paths})[^\s'\"?]+|({asked})[^\s'\"&]+", re.IGNORECASE)
