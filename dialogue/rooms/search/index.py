"""The index of words: how it is asked on each database. The migrations make it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from django.db import connection, transaction

from dialogue.rooms.models.searched import SIGN, Searched
from dialogue.text.filed import STEM, by_stem
from dialogue.text.query import Query, Term

# Candidates in one answer.
CANDIDATES = 600
PAST_ALL = 2**62
# Pages that one step of sweeping writes.
STEP = 500

# What PostgreSQL looks through without its index: the newest posts. Then windows of so many places of the table; the index was made
# with them (migrations/0004), under the sign of what posts are filed under. Each search goes back four times as far as the one before.
NEWEST = 8_000
WINDOW = 32_768
WINDOWS, WIDER = 4, 4

# Candidates first, their posts then: never may a planner begin with the posts.
POSTS_OF = (
    "SELECT s.id, p.id FROM ({candidates}) s LEFT JOIN rooms_post p ON p.room_id = s.room_id AND p.seq = s.seq "
    "ORDER BY s.id DESC"
)
FTS5 = (
    "SELECT s.id, s.room_id, s.seq FROM rooms_searched_words w CROSS JOIN rooms_searched s ON s.id = w.rowid "
    "WHERE rooms_searched_words MATCH %s AND w.rowid > %s AND w.rowid < %s AND s.room_id IN ({rooms}) "
    "ORDER BY w.rowid DESC LIMIT %s"
)
BY_PLACE = (
    "SELECT id, room_id, seq FROM rooms_searched WHERE words @@ %s::tsquery AND id > %s AND id < %s "
    "AND room_id + 0 IN ({rooms}) ORDER BY id DESC LIMIT %s"
)
PLACED = f"(words || array_to_tsvector(ARRAY['{SIGN}w' || (id / {WINDOW})::text]))"
BY_WORDS = BY_PLACE.replace("words @@", f"{PLACED} @@").replace("AND id ", "AND id + 0 ")
# Left to itself the planner would rather read every post backwards, and for two frequent words that never stand together it would
# read them all. What is forbidden counts as dear, and what is dear would be compiled first. In 4 MB the places of a frequent
# beginning would become pages, and each row on them be read for nothing.
ONLY_BY_WORDS = "SELECT " + ", ".join(
    f"set_config('{name}', '{value}', true)"
    for name, value in {"enable_seqscan": "off", "enable_indexscan": "off", "jit": "off", "work_mem": "32MB"}.items()
)


# Groups of facets; of each group one.
Facets = Sequence[Sequence[str]]


def candidates(
    query: Query,
    facets: Facets,
    rooms: Sequence[int],
    rare: bool = False,
    said_by: Sequence[Facets] = (),
    not_by: Sequence[Facets] = (),
) -> Iterator[list[int]]:
    """Ids of posts with these words, filed under one facet of each group, in these rooms; the newest first, in lots; if any are named,
    filed as one of `said_by` is, and as none of `not_by`. Words of which there are hundreds, most of them nobody's, are `rare`: on
    PostgreSQL the index alone is asked, reading would take a second."""
    if not rooms:
        return
    # While some posts stand as they were filed before there were editions of the rules, they are looked for so, too.
    before = Searched.objects.filter(edition=None).exists()
    if connection.vendor == "sqlite":
        # It goes backwards by itself and stops when it has enough.
        yield from _lots(FTS5, _FOR_FTS5.written(query, facets, before, said_by, not_by), rooms)
        return
    expression = _FOR_POSTGRES.written(query, facets, before, said_by, not_by)
    # The index of PostgreSQL knows no order: of a frequent word it would fetch and sort every post. But those show among the newest.
    newest = Searched.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    least = newest if rare else max(0, newest - NEWEST)
    if not rare:
        yield from _lots(BY_PLACE, expression, rooms, least)
    window, number = least // WINDOW, WINDOWS
    while least and window >= 0:
        windows = " | ".join(f"'{SIGN}w{each}'" for each in range(max(0, window - number + 1), window + 1))
        yield from _lots(BY_WORDS, f"{expression} & ({windows})", rooms, 0, least + 1)
        window, number = window - number, number * WIDER


def _lots(
    candidates: str, expression: str, rooms: Sequence[int], least: int = 0, before: int = PAST_ALL
) -> Iterator[list[int]]:
    """What `candidates` finds between two places, going backwards."""
    while True:
        lot = _ask(candidates, expression, rooms, least, before)
        yield [post for _place, post in lot if post]
        if len(lot) < CANDIDATES:
            return
        before = lot[-1][0]


def _ask(
    candidates: str, expression: str, rooms: Sequence[int], least: int, before: int
) -> list[tuple[int, int | None]]:
    found = candidates.format(rooms=", ".join(str(int(room)) for room in rooms))
    only_by_words = candidates is BY_WORDS
    with transaction.atomic() if only_by_words else nullcontext(), connection.cursor() as cursor:
        if only_by_words:
            cursor.execute(ONLY_BY_WORDS)
        cursor.execute(POSTS_OF.format(candidates=found), [expression, least, before, CANDIDATES])
        return cursor.fetchall()


class _Language(NamedTuple):
    """How a database is asked: signs around a word, between the words of a phrase and behind a beginning, and those that join."""

    quote: str
    next: str
    beginning: str
    both: str
    either: str
    but_not: str

    def phrase(self, words: Sequence[str], beginning: bool = False) -> str:
        return self.quote + self.next.join(words) + self.quote + (self.beginning if beginning else "")

    def any_of(self, parts: Iterable[str]) -> str:
        return "(" + self.either.join(parts) + ")"

    def any_word(self, words: Iterable[str]) -> str:
        return self.any_of(self.phrase([word]) for word in words)

    def term(self, term: Term, before: bool) -> str:
        """`before`: also as it was filed before there were editions of the rules."""
        said = [self.phrase(words, term.beginning) for words in (term.words, term.before if before else ()) if words]
        bent = [
            f"({self.any_word([STEM + stem, stem])}{self.both}{self.any_word(languages)})"
            for stem, languages in by_stem(term.others).items()
        ]
        others = [self.phrase([other]) for other in term.others if not other.startswith(STEM)]
        return self.any_of([*said, *others, *bent, *(self.term(way, before) for way in term.either)])

    def groups(self, facets: Facets) -> str:
        return self.both.join(self.any_word(f"{SIGN}{name}" for name in group) for group in facets)

    def written(
        self, query: Query, facets: Facets, before: bool, said_by: Sequence[Facets], not_by: Sequence[Facets]
    ) -> str:
        parts = [self.term(term, before) for term in query.wanted]
        parts += [self.groups(facets)] if facets else []
        parts += [self.any_of(f"({self.groups(each)})" for each in said_by)] if said_by else []
        wanted = self.both.join(parts)
        unwanted = [self.term(term, before) for term in query.unwanted]
        unwanted += [f"({self.groups(each)})" for each in not_by]
        return f"({wanted}){self.but_not}{self.any_of(unwanted)}" if unwanted else wanted


_FOR_FTS5 = _Language('"', " ", " *", " AND ", " OR ", " NOT ")
_FOR_POSTGRES = _Language("'", "' <-> '", ":*", " & ", " | ", " & !")


def sweep() -> None:
    """Let words that are not kept any more leave the index. On SQLite it writes down that they are gone and keeps them beside that,
    until its parts are merged; step by step, so that nobody waits for long. On PostgreSQL autovacuum does it."""
    if connection.vendor != "sqlite":
        return
    # Negative: all parts into one, and not only those it would merge by itself.
    pages, changed = -STEP, 2
    while changed >= 2:
        with connection.cursor() as cursor:
            before = connection.connection.total_changes
            cursor.execute(
                "INSERT INTO rooms_searched_words (rooms_searched_words, rank) VALUES ('merge', %s)", [pages]
            )
            changed = connection.connection.total_changes - before
        pages = STEP
