"""Rooms whose title, question or theme has the words, in any of their languages. There are few: each is looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogue.rooms.models import Room
from dialogue.rooms.search.found import Found
from dialogue.text.excerpt import Piece, excerpt
from dialogue.text.folding import tokens
from dialogue.text.query import Query


@dataclass(frozen=True, slots=True)
class Place:
    """A room, and its title and question with what was looked for."""

    room: Room
    title: list[Piece]
    question: list[Piece]


def find(query: Query, rooms: Iterable[Room], language: str) -> Found[Place]:
    """Among `rooms`, those where `language` ("" for any) is spoken."""
    fitting = {
        room.pk: room
        for room in rooms
        if (not language or language in room.languages) and query.fits(tokens(" · ".join(_words(room))))
    }

    def read(pks: Sequence[int]) -> list[Place]:
        found = [fitting[pk] for pk in pks]
        return [Place(room, excerpt(room.title, query), excerpt(room.question, query)) for room in found]

    return Found(list(fitting), read)


def _words(room: Room) -> Iterator[str]:
    yield from room.titles.values()
    yield from room.questions.values()
    yield from room.theme.titles.values()
