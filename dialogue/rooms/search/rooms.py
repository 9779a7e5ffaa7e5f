"""Rooms whose title, question or theme has the words, in any of their languages. There are few: each is looked at."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from django.utils.translation import get_language

from accounts.places import with_variants
from dialogue.rooms.models import Room
from dialogue.rooms.search.found import Found
from dialogue.text.excerpt import Piece, excerpt
from dialogue.text.filed import reading
from dialogue.text.folding import Token
from dialogue.text.query import Query

BETWEEN = Token("", 0, 0)


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
        if (not language or not {*with_variants(language)}.isdisjoint(room.languages))
        and query.fits(_reading(room, query.forms))
    }

    def read(pks: Sequence[int]) -> list[Place]:
        found, page = [fitting[pk] for pk in pks], get_language() or ""
        return [Place(room, excerpt(room.title, query, page), excerpt(room.question, query, page)) for room in found]

    return Found(list(fitting), read)


def _reading(room: Room, forms: Set[str]) -> list[Token]:
    """All it is called in any language; no phrase runs from one name into the next."""
    found: list[Token] = []
    for names in (room.titles, room.questions, room.theme.titles):
        for language, name in names.items():
            found += [*reading(name, language, forms), BETWEEN]
    return found
