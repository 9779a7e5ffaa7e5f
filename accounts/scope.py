"""What a mandate can be for: the themes, which an upper floor offers at start-up; this floor knows none of its own."""

from collections.abc import Callable, Iterable

from django.db.models import TextField
from django.db.models.functions import Cast

from accounts.models import Invitation, Mandate
from dialogue.text.shown import digest

Source = Callable[[bool], Iterable[tuple[str, str, dict[str, str]]]]
_offered: list[Source] = []


def offer(source: Source) -> None:
    """`source` gives (slug, title in the language of the page, titles in all) of every theme there is; asked for that, held as
    they are until the transaction ends."""
    if source not in _offered:
        _offered.append(source)


def themes() -> dict[str, str]:
    """{slug: title}, in the order they are offered in."""
    return {slug: title for source in _offered for slug, title, _titles in source(False)}


def shown(held: bool) -> dict[str, str]:
    """{slug: what it is called, in every language, in short}: whoever asks for a mandate names what they read of the themes they
    chose. `held`: nobody renames a theme between the look and what is asked for."""
    return {slug: digest({slug: titles}) for source in _offered for slug, _title, titles in source(held)}


def titles(slugs: Iterable[str]) -> list[str]:
    """The titles of these themes; one that is gone keeps its slug."""
    slugs = list(slugs)
    known = themes() if slugs else {}
    return [known.get(slug, slug) for slug in slugs]


def named(slug: str) -> bool:
    """Whether any mandate, asked for, in force or over, or any invitation to one, is for this theme: its title stands there."""
    for model in (Mandate, Invitation):
        # As text: SQLite looks for nothing within a list. Slugs hold no quotation marks.
        words = model._base_manager.annotate(for_themes=Cast("themes", TextField()))
        if words.filter(for_themes__contains=f'"{slug}"').exists():
            return True
    return False
