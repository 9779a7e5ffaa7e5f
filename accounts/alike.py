"""Whether two names could be taken for each other: they look alike or, where their scripts differ, sound alike."""

from accounts import folded, spoken


def resemble(one: str, other: str) -> bool:
    looks = any(folded.same(a, b) for a in folded.readings(one) for b in folded.readings(other))
    return looks or spoken.alike(one, other)


def keys_of(name: str) -> set[int]:
    """By what a name is found, over all its readings and the ways to say it."""
    return spoken.keys(name).union(*map(folded.keys, folded.readings(name)))
