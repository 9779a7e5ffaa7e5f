"""Whoever writes without markup is shown the same as if their words had gone the long way, only sooner."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogue.text.markdown import render, render_fully
from dialogue.text.paragraphs import paragraphs
from dialogue.text.words import clean
from tests.text.corpus import every_string
from tests.whole import examples, some

WORDS = [
    "we",
    "We ask",
    "é",
    "مطر",
    "雨",
    "ab.",
    "1.",
    "1) a",
    "12",
    "x@y.org",
    "http://a.b",
    "www.a.org",
    "mailto:a",
    "a:b",
]
MARKS = [
    *"*_`~[]()<>#-+=!&\\:/@\"'|.,;?^{}$%«»“”¿",
    "--",
    "---",
    "===",
    "```",
    "~~~",
    "**",
    "![",
    "](",
    "&amp;",
    "://",
    "- ",
]
GAPS = [
    " ",
    "  ",
    "   ",
    "    ",
    "\n",
    "\n\n",
    " \n",
    "  \n ",
    "\t",
    "\u00a0",
    "\u3000",
    "\u2028",
    "\u200b",
    "\u200f",
    "\ufeff",
]


def alike(text: str) -> None:
    html = paragraphs(text)
    assert html is None or html == render_fully(text), text
    assert render(text) == render_fully(text), text


@settings(max_examples=examples(1_000), deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *MARKS, *GAPS]), max_size=25).map("".join))
@example("one  \n two\n\n\n three ")
@example('Say "no": it\'s free!\n(really)')
def test_no_arrangement_of_words_and_marks_tells_the_ways_apart(text):
    alike(text)


@settings(max_examples=examples(1_000), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["We", "ask", "for a fund:", "it’s", '"yes"', "(so)", "3.", "1) a", "4", "é,", "مطر", "雨。", "3 %", *GAPS]
        ),
        max_size=25,
    )
)
def test_no_arrangement_of_plain_words_and_gaps_tells_the_ways_apart(parts):
    alike("".join(parts))


@settings(max_examples=examples(1_000), deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_tells_the_ways_apart(text):
    try:
        alike(clean(text))
    except ValidationError:
        return


def test_every_single_character_is_shown_the_same_at_each_place():
    for point in [*range(0x400), *some([*range(0x400, 0x3100), *range(0xFB00, 0x10000)], 7), 0x1F600, 0x10FFFF]:
        if not 0xD800 <= point < 0xE000:
            letter = chr(point)
            html = [
                paragraphs(text) for text in (f"a{letter}b {letter}\n{letter}c{letter}", f"{letter} a\n\nb{letter}")
            ]
            if html != [None, None]:
                alike(f"a{letter}b {letter}\n{letter}c{letter}")
                alike(f"{letter} a\n\nb{letter}")


def test_the_shared_strings_are_shown_the_same():
    for text in every_string():
        alike(text.replace("\r\n", "\n").replace("\r", "\n"))


@pytest.mark.parametrize(
    "text", ["We ask for a fund.", "12 of 40 islands.", "One: two\nthree!\n\n“Four”, (five)", "مطر غزير", "雨が降る。"]
)
def test_what_people_mostly_write_goes_the_fast_way(text):
    assert paragraphs(text) == render_fully(text)
