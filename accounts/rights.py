"""Whose rights changed, told to whoever must act in the same transaction. Upper floors register here at start-up; this floor
knows none of them."""

from collections.abc import Callable

_listeners: list[Callable[[int], object]] = []


def on_change(listener: Callable[[int], object]) -> None:
    """`listener` is given the id of a person whose rights to speak change in the running transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(person_id: int) -> None:
    for listener in _listeners:
        listener(person_id)
