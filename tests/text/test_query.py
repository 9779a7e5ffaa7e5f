"""A query says which words must be there; whatever somebody types, it becomes one or is refused with a reason."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dialogue.text.excerpt import excerpt
from dialogue.text.folding import tokens
from dialogue.text.query import LIMIT, Query

FINDS = [
    ("climate fund", "A fund for the CLIMATE."),
    ("clim", "the climate"),
    ('"climate change"', "Climate-change now"),
    ("water -war", "Clean water"),
    ("mudanca", "As mudanças"),
    ("气候变化", "全球气候变化影响"),
    ("气", "全球气候变化"),
    ("气候 影响", "全球气候变化影响"),
    ("기후", "이 기후변화에"),
    ("น้ำ", "ปัญหาน้ำท่วม"),
    ("الـمُناخ", "أزمة المناخ"),
    ("l’eau", "de l'eau"),
    ("疫情COVID", "新疫情 covid"),
    ("«right to water»", "the right to water"),
]
FINDS_NOT = [
    ('"change climate"', "climate change"),
    ("water -war", "water wars, and war"),
    ("ate", "climate"),
    ("clim fund", "climate fund"),
    ("气化", "气候变化"),
    ("climate fund", "climate"),
    ('water -"dirty water"', "dirty water"),
]
REFUSED = [
    ("", "nothing"), ('"" - ""', "nothing"), ("\0 😀 …", "nothing"), ("-war", "only_without"), ("a", "too_short"),
    ("x" * (LIMIT + 1), "too_long"),
]  # fmt: skip


@pytest.mark.parametrize("query,text", FINDS)
def test_it_finds(query, text):
    assert Query.of(query).fits(tokens(text))


@pytest.mark.parametrize("query,text", FINDS_NOT)
def test_it_does_not_find(query, text):
    assert not Query.of(query).fits(tokens(text))


@pytest.mark.parametrize("query,code", REFUSED)
def test_what_asks_for_nothing_is_refused_with_a_reason(query, code):
    with pytest.raises(ValidationError) as refused:
        Query.of(query)
    assert refused.value.code == code and refused.value.messages[0].endswith((".", "!"))


def marked(text: str, query: str, length: int = 320) -> list[str]:
    return [piece.text for piece in excerpt(text, Query.of(query), length) if piece.marked]


def test_matches_are_marked_in_the_words_as_they_were_written():
    assert marked("As MUDANÇAS do clima, mudanc\u0327as", "mudancas") == ["MUDANÇAS", "mudanc\u0327as"]
    assert marked("全球气候变化影响", "气候变化") == ["气候变化"] and marked("全球气候", "气") == ["气"]
    assert marked("أزمة المُنـاخ", "المناخ") == ["المُنـاخ"]
    assert marked("ﬁne \ufb01nance", "finance") == ["\ufb01nance"]


def test_a_long_text_is_cut_between_words_around_what_was_looked_for():
    text = "Nothing to see here. " * 60 + "A well and a fund for water. " + "More of nothing. " * 60
    pieces = excerpt(text, Query.of("water fund"))
    whole = "".join(piece.text for piece in pieces)
    assert whole.startswith("… ") and whole.endswith(" …") and len(whole) < 340
    assert [piece.text for piece in pieces if piece.marked] == ["fund", "water"]
    assert whole.strip("… ").split()[0] in text.split() and whole.strip("… ").split()[-1].strip(".") in text


@given(st.text(max_size=80), st.text(max_size=30), st.integers(5, 60))
def test_an_excerpt_is_a_part_of_the_text_whatever_both_are(text, asked, length):
    try:
        query = Query.of(asked)
    except ValidationError:
        return
    whole = "".join(piece.text for piece in excerpt(text, query, length))
    assert whole.removeprefix("… ").removesuffix(" …") in " ".join(text.split()) or "…" in text


def test_an_excerpt_shows_words_that_stand_near_one_another_however_late():
    text = "fund " + "Nothing to see here. " * 300 + "A well and a fund for water. " + "More of nothing. " * 60
    assert marked(text, "water fund") == ["fund", "water"]


def test_where_the_reading_stops_no_match_is_taken_apart():
    text = "气候变化影响了" * 400
    pieces = excerpt(text, Query.of("气候"))
    assert {piece.text for piece in pieces if piece.marked} == {"气候"}
    assert len("".join(piece.text for piece in pieces)) < 340
