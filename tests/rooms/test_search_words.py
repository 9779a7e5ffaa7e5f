"""Both databases find what reading each post would find, and nothing that somebody types can break a search."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dialogue.rooms.models import Post, Room, Searched, Theme, Thread
from dialogue.rooms.models.searched import edition, stored
from dialogue.rooms.search.index import candidates
from dialogue.text.filed import reading
from dialogue.text.query import LIMIT, Query
from tests.people import person, say
from tests.text.corpus import every_string
from tests.whole import some

# Few words, many mixtures: what one text has, another nearly has.
SOME = st.sampled_from([
    "water", "Wáter", "wat", "waters", "war", "-war", '"water war"', "l'eau", "eau", "气候", "候变", "气候变化", "气", "化气", "ガス",
    "น้ำ", "ท่วม", "المُناخ", "مناخ", "जल", "जलवायु", "2026", "٢٠٢٦", "AND", "OR", "NOT", "NEAR(", "*", ":*", "^", "&|!", "<->",
    '"', "'", "\\", "(", ")", "{", "+", "C++", "5 %", "5%", "U.N.", "UN", "un",
    "co-op", "coop", "COP 30", "cop30", "G 7", "ä", "Mueller", "Müller", "l'",
    "waters'", "والمناخ", "למים", "המים", "國", "国", "みず", "ミズ", "¶enwater", "¦un", "--", "-",
    "\0", "§", "§r1", "r1", "words:", "%", "_", "ﷺ", "😀", "covid疫情", "疫情covid",
])  # fmt: skip
LANGUAGES = ("en", "ar", "fr", "hi", "he", "zh")
TEXTS = st.lists(st.lists(SOME, max_size=8).map(" ".join) | st.text(max_size=40), min_size=1, max_size=6)
QUERIES = st.lists(SOME, min_size=1, max_size=4).map(" ".join) | st.text(max_size=40)


def found(query: Query, room: Room, facets=()) -> set[int]:
    lots = [pk for lot in candidates(query, facets, [room.pk]) for pk in lot]
    return set(Post.objects.filter(pk__in=lots).values_list("seq", flat=True))


class Words(TestCase):
    def setUp(self):
        theme = Theme.objects.create(slug="t", titles={"en": "T"})
        self.room = Room.objects.create(slug="r", theme=theme, titles={"en": "R"})
        self.ada = person("Ada")
        self.thread = Thread.objects.create(room=self.room, seq=0, last_seq=0)

    def keep(self, texts: list[str]) -> None:
        for seq, text in enumerate(texts):
            self.keep_one(seq, text)

    def keep_one(self, seq: int, text: str) -> None:
        about = {"room": self.room, "thread": self.thread, "author": self.ada, "seq": seq, "at": timezone.now()}
        Post.objects.create(**about)
        words = stored(text, LANGUAGES[seq % len(LANGUAGES)])
        Searched.objects.create(room=self.room, seq=seq, words=words, edition=edition())

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(TEXTS, st.lists(QUERIES, max_size=6))
    def test_the_index_finds_what_reading_would_find(self, texts, queries):
        self.keep(texts)
        for asked in queries:
            try:
                query = Query.of(asked)
            except ValidationError:
                continue
            expected = {
                seq
                for seq, text in enumerate(texts)
                if query.fits(reading(text, LANGUAGES[seq % len(LANGUAGES)], query.forms))
            }
            assert found(query, self.room) == expected, asked

    def test_no_shared_string_breaks_a_search_and_each_finds_itself(self):
        texts = [text[: LIMIT - 2] for text in some(every_string(), 8)]
        asked = 0
        for seq, text in enumerate(texts):
            self.keep_one(seq, text)
            try:
                query = Query.of(f'"{text.replace(chr(34), " ")}"')
            except ValidationError:
                continue
            asked += 1
            assert seq in found(query, self.room), text
            for raw in (text, f"-{text}"[:LIMIT], f"water {text}"[:LIMIT]):
                try:
                    found(Query.of(raw), self.room)
                except ValidationError as refused:
                    assert refused.messages[0]
        assert asked > len(texts) / 3


@pytest.mark.django_db
def test_what_a_post_is_filed_under_is_no_word_of_it(client, room, ada):
    post = say(ada, room, "Water")
    assert found(Query.of("water"), room, [[f"r{room.pk}"]]) == {post.seq}
    for asked in (f"§r{room.pk}", "citizen", "scitizen", f"water §r{room.pk}"):
        assert found(Query.of(asked), room) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", ["\0", "\0water\0", '"' * 199, "-" * 200, "( OR", "a" * 200, "气" * 200, "\ud800", "%00%27"]
)
def test_whatever_stands_in_the_address_is_answered_with_a_page(client, room, asked):
    sent = asked.encode("utf-8", "replace").decode()
    for kind in ("posts", "threads", "rooms", "people", "nothing"):
        answer = client.get("/search/", {"q": sent, "in": kind, "page": sent[:9]})
        assert answer.status_code == 200
