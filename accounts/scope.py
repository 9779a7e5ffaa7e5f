"""What a mandate can be for: the themes, which an upper floor offers at start-up; this floor knows none of its own."""

from collections.abc import Callable, Iterable

_offered: list[Callable[[], Iterable[tuple[str, str]]]] = []


def offer(source: Callable[[], Iterable[tuple[str, str]]]) -> None:
    """`source` gives (slug, title in the language of the page) of every theme there is."""
    if source not in _offered:
        _offered.append(source)


def themes() -> dict[str, str]:
    """{slug: title}, in the order they are offered in."""
    return {slug: title for source in _offered for slug, title in source()}


def titles(slugs: Iterable[str]) -> list[str]:
    """The titles of these themes; one that is gone keeps its slug."""
    slugs = list(slugs)
    known = themes() if slugs else {}
    return [known.get(slug, slug) for slug in slugs]
