"""Whose rights changed, told to whoever must act in the same transaction. Upper floors register here at start-up; this floor
knows none of them."""

from collections.abc import Callable, Iterable

_listeners: list[Callable[[set[int]], object]] = []


def on_change(listener: Callable[[set[int]], object]) -> None:
    """`listener` is given the ids of people whose rights change in the running transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(person_ids: Iterable[int | None]) -> None:
    if people := {person for person in person_ids if person is not None}:
        for listener in _listeners:
            listener(people)
