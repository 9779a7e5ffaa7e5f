"""A query says which words must be there; whatever somebody types, it becomes one or is refused with a reason."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dialogue.text.excerpt import excerpt
from dialogue.text.filed import MOST, filed, reading
from dialogue.text.folding import tokens
from dialogue.text.query import LIMIT, TERMS, Query

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
# What is asked, a text that has it in another form, and the language of the text.
OTHERWISE = [
    ("changes", "climate change", "en"), ("labor", "labour", "en"), ("organization", "organisations", "en"),
    ("centre", "centers", "en"), ("programme", "programs", "en"), ("colour", "colors", "en"), ("impôts", "un impot", "fr"),
    ("citoyenne", "les citoyens", "fr"), ("haklarini", "hak", "tr"), ("права", "прав", "ru"), ("अधिकारों", "अधिकार", "hi"),
    ("δικαιώματα", "δικαίωμα", "el"), ("didik", "pendidikan", "id"), ("Laender", "Länder", "de"), ("pravima", "prava", "hr"),
    ("Mueller", "Müller said", "en"), ("Müller", "Mueller said", "en"), ("حق", "والحق في", "ar"), ("الحق", "حق", "ar"),
    ("الإنسان", "حقوق للإنسان", "ar"), ("تعليم", "والتعليم", "ar"), ("זכות", "הזכות", "he"), ("הזכות", "ובזכות", "he"),
    ("l'élection", "des élections", "fr"), ("dell’acqua", "l'acqua", "it"), ("G-77", "G77 and", "en"), ("G77", "the G-77", "en"),
    ("co-operation", "cooperation", "en"), ("cooperation", "co-operating", "en"), ("e-mail", "emails", "en"),
    ("email", "l'e-mail", "fr"), ("COP 30", "COP30 was", "en"), ("cop 30", "COP30", "en"), ("COP30", "at COP 30", "en"),
    ("U.N.", "The UN is", "en"), ("UN", "the U.N. is", "en"),
    ("U.N.", "a UN-led mission", "en"), ("U.S.", "the U.S. said", "en"), ("A.I.", "AI for all", "en"),
    ("süresi", "sürede", "tr"), ("hakkı", "haklar", "tr"), ("hak", "HAKKI", "tr"), ("İNSAN", "insanlar", "tr"),
    ("yapmak", "yapılacak", "tr"), ("verilen", "vermiş", "tr"), ("olmak", "olmayan", "tr"), ("yapilan", "yapıyor", "tr"),
    ("drept", "drepturile", "ro"), ("țară", "ţărilor", "ro"), ("hotărîre", "hotărâri", "ro"), ("ordonanței", "ordonanţe", "ro"),
    ("solicitare", "solicitările", "ro"), ("modifică", "modificat", "ro"), ("biroul", "birouri", "ro"),
    ("G 7", "the G7", "en"), ("G 7", "the G 7", "en"), ("R&D", "our R&D costs", "en"), ("C++", "in C++ and", "en"),
    ("5 %", "a tax of 5% is", "en"), ("5%", "5 % is", "en"), ("1.5°C", "to 1.5 °C", "en"), ("1,5", "1,5 Grad", "de"),
]  # fmt: skip
APART = [
    ('"changes"', "climate change", "en"), ("-changes water", "water and change", "en"), ("chang", "Wu Tang", "en"),
    ("changes", "Chang", "zh"), ("U.S.", "join us", "en"), ("U.N.", "un mot", "fr"), ("C++", "vitamin c", "en"),
    ("G 7", "7 letters, g and so on", "en"), ('"co-operation"', "cooperation", "en"), ("وطن", "طن", "ar"),
    ("yer", "yeni", "tr"), ("bulan", "bunun", "tr"), ("5 %", "5 people", "en"), ("water 2030", "water", "en"),
]  # fmt: skip
REFUSED = [
    ("", "nothing"), ('"" - ""', "nothing"), ("\0 😀 …", "nothing"), ("-war", "only_without"), ("a", "too_short"),
    ("é", "too_short"), ("5", "too_short"), ("l'", "too_short"),
    ("x" * (LIMIT + 1), "too_long"),
]  # fmt: skip


@pytest.mark.parametrize("query,text", FINDS)
def test_it_finds(query, text):
    assert Query.of(query).fits(tokens(text))


@pytest.mark.parametrize("query,text", FINDS_NOT)
def test_it_does_not_find(query, text):
    assert not Query.of(query).fits(tokens(text))


@pytest.mark.parametrize("query,text,language", OTHERWISE)
def test_it_finds_other_forms_of_a_word_in_their_language(query, text, language):
    for asked in (Query.of(query), Query.of(query, language)):
        assert asked.fits(reading(text, language, asked.forms))
        assert any(piece.marked for piece in excerpt(text, asked, language))


@pytest.mark.parametrize("query,text,language", APART)
def test_it_takes_no_other_word_for_a_form(query, text, language):
    asked = Query.of(query)
    assert not asked.fits(reading(text, language, asked.forms))


def test_no_word_is_taken_for_a_form_of_another():
    for asked in map(Query.of, ("¶enwater", "enwat")):
        assert not asked.fits(reading("waters", "en", {"¶enwater", "¶enwat"}))


def test_what_is_found_by_its_stem_is_marked_as_it_was_written():
    pieces = excerpt("Labour and the organisations' rights.", Query.of("organization right labor"), "en")
    assert [piece.text for piece in pieces if piece.marked] == ["Labour", "organisations", "rights"]


def test_a_text_of_many_words_and_a_query_of_many_are_stemmed_within_bounds():
    text = " ".join(f"qu{number:x}ering"[:9] for number in range(3_000)).translate(
        str.maketrans("0123456789", "ghijklmnop")
    )
    for many in (text, text.replace(" ", "-")):
        assert sum(form.startswith("¶") for form in " ".join(filed(many, "en")[1]).split()) <= 2 * MOST
    assert max(len(term.others) for term in Query.of("organisations " * 14).wanted) < 70
    assert len(Query.of(" ".join(f"word{c}" for c in "abcdefghijklmnop")).wanted) == TERMS


@pytest.mark.parametrize("query,code", REFUSED)
def test_what_asks_for_nothing_is_refused_with_a_reason(query, code):
    with pytest.raises(ValidationError) as refused:
        Query.of(query)
    assert refused.value.code == code and refused.value.messages[0].endswith((".", "!"))


def marked(text: str, query: str, length: int = 320) -> list[str]:
    return [piece.text for piece in excerpt(text, Query.of(query), "", length) if piece.marked]


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
    whole = "".join(piece.text for piece in excerpt(text, query, "en", length))
    assert whole.removeprefix("… ").removesuffix(" …") in " ".join(text.split()) or "…" in text


def test_an_excerpt_shows_words_that_stand_near_one_another_however_late():
    text = "fund " + "Nothing to see here. " * 300 + "A well and a fund for water. " + "More of nothing. " * 60
    assert marked(text, "water fund") == ["fund", "water"]


def test_where_the_reading_stops_no_match_is_taken_apart():
    text = "气候变化影响了" * 400
    pieces = excerpt(text, Query.of("气候"))
    assert {piece.text for piece in pieces if piece.marked} == {"气候"}
    assert len("".join(piece.text for piece in pieces)) < 340
