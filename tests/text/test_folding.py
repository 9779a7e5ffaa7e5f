"""What a search takes for the same word, in every script; and what is stored is what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.text.folding import LONGEST, tokens, words
from tests.text.corpus import every_string, read

SAME = [
    ("MUDANÇAS climáticas", "mudancas Climaticas"),
    ("ﬁnance", "finance"),
    ("Straße Œuvre Łódź", "STRASSE oeuvre lodz"),
    ("e\u0301te\u0301", "été"),
    ("ＡＢＣ　１２", "abc 12"),
    ("Ёлка", "елка"),
    ("İstanbul", "istanbul"),
    ("المُنـــاخ", "المناخ"),
    ("أحمد إلى مدرسة", "احمد الي مدرسه"),
    ("ایران کتاب", "ايران كتاب"),
    ("٢٠٢٦ २०२६", "2026 2026"),
    ("ｶﾞｷﾞ", "ガギ"),
    ("か\u3099", "が"),
    ("שָׁלוֹם", "שלום"),
    ("Ἀθῆναι", "Αθηναι"),
    ("می\u200cخواهم", "میخواهم"),
    ("co\u00adoperate", "cooperate"),
    ("みず", "ミズ"),
    ("國際義務與權利", "国际义务与权利"),
    ("क़ानून", "कानून"),
    ("сімʼя", "сім'я"),
    ("oʻzbek", "o’zbek"),
]
APART = [("мои", "мой"), ("가", "각"), ("कि", "की"), ("か", "が"), ("气候", "候气")]


@pytest.mark.parametrize("one,other", SAME)
def test_a_search_overlooks_how_a_word_is_dressed(one, other):
    assert words(one) == words(other) != []


@pytest.mark.parametrize("one,other", APART)
def test_a_search_keeps_apart_what_readers_keep_apart(one, other):
    assert words(one) != words(other)


def test_marks_of_india_do_not_break_words():
    assert words("जलवायु परिवर्तन") == ["जलवायु", "परिवर्तन"]


def test_scripts_without_spaces_are_cut_into_neighbours():
    assert words("气候变化 COVID疫情") == ["气候", "候变", "变化", "化", "covid", "疫情", "情"]
    assert words("น้ำ") and words("기후변화에")[0] == "기후"


def test_signs_and_underlines_divide_words():
    assert words("l'eau—climate-change a_b <b>x</b> 😀") == ["l", "eau", "climate", "change", "a", "b", "b", "x", "b"]


def test_one_letter_may_hide_several_words():
    assert words("ﷺ") == ["صلي", "الله", "عليه", "وسلم"]
    assert {(token.start, token.end) for token in tokens("ﷺ")} == {(0, 1)}


def check(text: str) -> None:
    found = tokens(text)
    assert [token.word for token in found] == words(text)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert 0 < len(token.word) <= LONGEST
        # Nothing that a query language of a database could take for its own.
        assert not set(token.word) & set(" '\"\\:*&|!()<>-_§¶¦\0")
        assert token.word.isascii() is token.word.isalnum() or not token.word.isascii()
    assert sorted(found, key=lambda token: token.start) == found
    # A pair of neighbours is followed by the second of them: nothing is asked for beyond the end of a run.
    for place, token in enumerate(found):
        assert not (token.second and len(token.word) > 1) or found[place + 1].second


@given(st.text(max_size=60))
def test_every_text_has_words_with_places(text):
    check(text)


@given(
    st.text(alphabet="aé ـأ气候ｶﾞ\u3099가ᄀ\u1161\u11a8\u200dน้ำက\u102d१ﬁﷺ½_-'\u0301\U0001f600\U00020000", max_size=30)
)
def test_every_mixture_of_scripts_has_words_with_places(text):
    check(text)


def test_every_shared_string_has_words_with_places():
    for text in every_string():
        check(text)


def test_every_declaration_is_found_by_a_part_of_it_in_capitals_and_decomposed():
    import unicodedata

    languages = set()
    for row in read("text/udhr.jsonl"):
        languages.add(row["lang"])
        text = row["text"]
        assert words(unicodedata.normalize("NFD", text)) == words(text), row["lang"]
        if row["lang"] not in ("tr", "el", "ka"):
            assert words(text.upper()) == words(text), row["lang"]
    assert len(languages) >= 19
