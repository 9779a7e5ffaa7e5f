"""What is held about a person: each app registers at start-up what it can tell of them and how it erases it. This floor knows
none of the others."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise

from accounts.models import User

Words = str | Promise


class Holding(NamedTuple):
    """`export` tells what is held as dicts, lists and plain values; `erase` removes it, and may be asked again."""

    title: Words
    export: Callable[[User], dict | list]
    erase: Callable[[User], object]


_holdings: dict[str, Holding] = {}


def register(name: str, title: Words, export: Callable[[User], dict | list], erase: Callable[[User], object]) -> None:
    _holdings[name] = Holding(title, export, erase)


def titles() -> list[Words]:
    """What is held, in the words of the page."""
    return [holding.title for holding in _holdings.values()]


def of(person: User) -> dict[str, dict | list]:
    """Everything held about `person`, by the name of the holding."""
    return {name: holding.export(person) for name, holding in _holdings.items()}


def titled(person: User) -> list[tuple[Words, dict | list]]:
    """The same for a page, by title."""
    return [(holding.title, holding.export(person)) for holding in _holdings.values()]


def erase(person: User) -> None:
    for holding in _holdings.values():
        holding.erase(person)
