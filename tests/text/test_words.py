"""What people write is kept to the letter, or refused with a reason."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dialogue.text.words import LIMIT, clean
from tests.text.corpus import every_string


def lined(text: str) -> str:
    """What is kept of it when it is kept."""
    return text.replace("\r\n", "\n").translate(dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n"))


def code_of(text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        clean(text)
    assert len(refused.value.messages[0]) > 20
    return refused.value.code


def test_every_naughty_string_is_kept_or_refused_with_a_reason():
    for text in every_string():
        try:
            kept = clean(text)
        except ValidationError as refused:
            assert refused.messages[0] and refused.code in ("control", "empty")
        else:
            assert kept == lined(text)


@given(st.text(st.characters()))
def test_whatever_ada_writes_is_kept_or_refused(text):
    try:
        kept = clean(text)
    except ValidationError as refused:
        assert refused.messages[0]
    else:
        assert kept == lined(text)
        assert clean(kept) == kept
        kept.encode()


def test_line_ends_become_one_kind():
    assert clean("one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


def test_line_ends_pasted_from_a_pdf_or_a_mainframe_become_that_kind_too():
    assert clean("one\x0cpage\x0bsoft\x85record\u2028note\r\n") == "one\npage\nsoft\nrecord\nnote\n"


@pytest.mark.parametrize(
    "text", ["\tHello  ", "👩🏽‍🚀", "🫨", "مرحبا\u200f!", "a\u202eb", "Z͑͗a̸l̷g̴o", "ا\u200cب", "!", "\ufffd"]
)
def test_ada_may_write(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x07", "a\x1b[31m", "a\x7f", "a\x86", "a\ud800", "a\uffff", "a\ufdd0", "a\U0010fffe"]
)
def test_controls_are_refused_and_named(text):
    assert code_of(text) == "control"


def test_the_refused_character_is_found_by_its_place():
    with pytest.raises(ValidationError, match=r"Character 4 \(U\+0007\)"):
        clean("abc\x07")


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\u200b\u200d\ufeff", "\u3164", "\u2800", "\u0301", "\u202e\u2066", "\U000e0041", "\ufe0f", "\u00ad"],
)
def test_there_must_be_something_to_read(text):
    assert code_of(text) == "empty"


def test_a_post_holds_ten_thousand_characters_and_not_one_more():
    assert clean("é" * LIMIT) == "é" * LIMIT
    assert clean("a\r\n" * (LIMIT // 2))
    assert code_of("a" * (LIMIT + 1)) == "too_long"
