"""Whatever mallory writes is drawn in no time and stays small; what ada writes, however much of it, is drawn as she meant it."""

import pytest

from dialogue.text.markdown import GROWTH, GROWTH_OF_ANY, plain, render
from dialogue.text.words import LIMIT
from tests.patience import processor_seconds
from tests.whole import some

# Seconds of the processor, in one of three tries: 0.05 at most on an idle machine, and 0.1 to 0.45 without a limit of steps.
SECONDS = 0.09
DEEP = ["> ", "- ", "1. ", "> - ", ">"]
LINES = ["a\n", "[\n", "[**[<*\n", "-\n", "1.\n", "*\n", "   a\n", ">-\n", "| a | b |\n", "```\n", "`a\n"]
REPEATED = [
    "[", "![", "*_", "*a_", "**a", "a**b", "_a", "`", "`a``", "<", "[]", "[](", "[**[<*", "`<[*_![~", "~~a", "- a\n", "- a\n\n",
    "1. a\n", "> a\n\n", "a\n\n", "-\n", ">-\n", "a|b\n-|-\n", "|\n", "http://a.b ", "http://", "***a** b* ", "a@b.c ", "&",
]  # fmt: skip
HOSTILE = [nested * 200 + "a\n" + line * LIMIT for nested in DEEP for line in LINES]
HOSTILE += [nested * 11 + "a\n" + line * LIMIT for nested in DEEP for line in LINES]
HOSTILE += [unit * LIMIT for unit in REPEATED]
ADA = {
    "- **Ghana**: 3 votes, *absent* 2\n": "</strong>: 3 votes, <em>absent</em> 2</li>",
    "> What you said there.\n\nYes, **it was**.\n\n": "</p>\n</blockquote>\n",
    "- [Report](https://example.org/report/12) of 2024\n": '<a href="https://example.org/report/12"',
    "- one thing\n  - another thing\n    - **third** thing\n": "<strong>third</strong> thing</li>",
    "https://example.org/report/12\n": "<bdi>https://example.org/report/12</bdi></a>",
}


@pytest.mark.parametrize(
    "text", [text[:LIMIT] for text in some(HOSTILE, 3)], ids=lambda text: f"{text[:8]!r} {text[-8:]!r}"
)
def test_it_is_drawn_in_no_time_and_stays_small(text):
    assert any(processor_seconds(render, text) < SECONDS for _ in range(3))
    assert len(render(text)) <= GROWTH * len(text) + GROWTH_OF_ANY


def test_what_is_too_laborious_is_shown_as_typed_and_does_nothing():
    text = "> " * 200 + "<script>\n" + "[**[<*\n" * 1_000 + "\n**the last words**\n"
    html = render(text)
    assert "<script" not in html and "<strong" not in html and html.count("<p") == html.count("</p>") == 1
    assert plain(html).split() == text.split()


@pytest.mark.parametrize("unit", ADA)
def test_a_long_post_with_much_markup_is_drawn_as_it_was_meant(unit):
    times = LIMIT // len(unit)
    assert render(unit * times).count(ADA[unit]) == times
