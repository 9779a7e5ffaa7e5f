"""Domains as machines write them."""

import idna

# RFC 1035, as it is written.
LONGEST = 253


def in_ascii(domain: str) -> str:
    """`domain` in small letters and ASCII, as registries hold it (IDNA 2008): with ß, ς or a joiner it is another one than with
    ss, σ or none, and belongs to somebody else. UnicodeError when it is none; of ASCII nothing is asked here."""
    if domain.isascii():
        return domain.lower()
    if len(domain) > LONGEST:
        raise UnicodeError("longer than any domain")
    return idna.encode(domain, uts46=True).decode()
