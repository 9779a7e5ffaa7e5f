"""The index of words: how it is asked on each database. The migrations make it."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext

from django.db import connection, transaction

from dialogue.rooms.models.searched import SIGN, Searched
from dialogue.text.query import Query, Term

# Candidates in one answer; and so many of the newest posts PostgreSQL looks through first, then four times as many, and so on.
CANDIDATES = 600
NEWEST = 20_000
WIDER = 4
# Further back only the index of words is any help. Left to itself the planner would rather read every post backwards, and for two
# frequent words that never stand together, or one that nobody says any more, it would read them all.
BY_INDEX = (
    "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true), "
    # What is forbidden counts as dear, and what is dear would be compiled first. In 4 MB the places of a frequent beginning become
    # pages, and each row on them is read for nothing.
    "set_config('jit', 'off', true), set_config('work_mem', '32MB', true)"
)

# Candidates first, their posts then: never may a planner begin with the posts.
POSTS_OF = (
    "SELECT s.id, p.id FROM ({candidates}) s LEFT JOIN rooms_post p ON p.room_id = s.room_id AND p.seq = s.seq "
    "ORDER BY s.id DESC"
)
CANDIDATES_OF = {
    "sqlite": (
        "SELECT s.id, s.room_id, s.seq FROM rooms_searched_words w CROSS JOIN rooms_searched s ON s.id = w.rowid "
        "WHERE rooms_searched_words MATCH %s AND w.rowid > %s AND w.rowid < %s AND s.room_id IN ({rooms}) "
        "ORDER BY w.rowid DESC LIMIT %s"
    ),
    "postgresql": (
        "SELECT id, room_id, seq FROM rooms_searched WHERE words @@ %s::tsquery AND id > %s AND id < %s "
        "AND room_id + 0 IN ({rooms}) ORDER BY id DESC LIMIT %s"
    ),
}
PAST_ALL = 2**62


def candidates(query: Query, facets: Sequence[Sequence[str]], rooms: Sequence[int]) -> Iterator[list[int]]:
    """Ids of posts with these words, filed under one facet of each group, in these rooms; the newest first, in lots."""
    if not rooms:
        return
    expression = {"sqlite": _for_fts5, "postgresql": _for_postgres}[connection.vendor](query, facets)
    before = PAST_ALL
    for number, least in enumerate(_windows()):
        while True:
            lot = _ask(expression, rooms, least, before, by_index=number > 0)
            yield [post for _place, post in lot if post]
            if len(lot) < CANDIDATES:
                break
            before = lot[-1][0]
        before = least + 1


def _windows() -> Iterator[int]:
    """Behind which place to look, each time further back. FTS5 goes backwards by itself and stops when it has enough."""
    if connection.vendor == "postgresql":
        # Its index knows no order: of a frequent word it would fetch and sort every post. But those show among the newest.
        newest = Searched.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        width = NEWEST
        while newest > width:
            yield newest - width
            width *= WIDER
    yield 0


def _ask(
    expression: str, rooms: Sequence[int], least: int, before: int, by_index: bool
) -> list[tuple[int, int | None]]:
    found = CANDIDATES_OF[connection.vendor].format(rooms=", ".join(str(int(room)) for room in rooms))
    with transaction.atomic() if by_index else nullcontext(), connection.cursor() as cursor:
        if by_index:
            cursor.execute(BY_INDEX)
        cursor.execute(POSTS_OF.format(candidates=found), [expression, least, before, CANDIDATES])
        return cursor.fetchall()


def _for_fts5(query: Query, facets: Sequence[Sequence[str]]) -> str:
    def written(term: Term) -> str:
        return f'"{" ".join(term.words)}"' + (" *" if term.beginning else "")

    groups = ["(" + " OR ".join(f'"{SIGN}{name}"' for name in group) + ")" for group in facets]
    wanted = " AND ".join([*map(written, query.wanted), *groups])
    return f"({wanted}) NOT ({' OR '.join(map(written, query.unwanted))})" if query.unwanted else wanted


def _for_postgres(query: Query, facets: Sequence[Sequence[str]]) -> str:
    def written(term: Term) -> str:
        return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.beginning else "") + ")"

    groups = ["(" + " | ".join(f"'{SIGN}{name}'" for name in group) + ")" for group in facets]
    return " & ".join([*map(written, query.wanted), *groups, *(f"!{written(term)}" for term in query.unwanted)])
