"""Somebody's words, quoted to be answered: the source, whole or ended where nothing is taken apart."""

import pytest

from dialogue.text.words import QUOTED, quotation


def test_the_source_is_quoted_as_it_was_written():
    source = "> Who pays?\n\nWe do: \\*\\*not bold\\*\\*.\n\n1996\\. was dry\n\n[the report](https://example.org/a)"
    assert (
        quotation(source)
        == "> > Who pays?\n>\n> We do: \\*\\*not bold\\*\\*.\n>\n> 1996\\. was dry\n>\n> [the report](https://example.org/a)\n\n"
    )


def test_what_is_long_ends_behind_a_word():
    quoted = quotation("water " * 200)
    assert quoted.endswith("water …\n\n") and QUOTED - 40 < len(quoted) < QUOTED + 10


def test_a_script_without_blanks_ends_near_the_limit_not_at_its_only_blank():
    quoted = quotation("水 " + "井" * 700)
    assert quoted.count("井") == QUOTED - 2


@pytest.mark.parametrize(
    "whole",
    ["👩‍👩‍👧‍👦", "👍🏽", "🇰🇪🇫🇷"[:2], "प्रि", "é", "❤️", "ก็"],
    ids=["family", "skin tone", "flag", "Devanagari", "accent", "variation", "Thai"],
)
def test_no_character_of_several_signs_is_taken_apart(whole):
    for before in range(QUOTED - len(whole) + 1, QUOTED):
        body = quotation("x" * before + whole + "y" * 50).removeprefix("> ").removesuffix(" …\n\n")
        assert body == "x" * before


def test_what_somebody_quoted_gives_way_to_their_own_words():
    own = "No. I never said so."
    assert quotation("> They say the water is theirs. \n" * 30 + "\n" + own) == f"> […]\n>\n> {own}\n\n"
    alone = "> " + "water " * 200
    assert quotation(alone).startswith("> > water")


def test_no_address_is_cut_so_that_it_leads_elsewhere():
    address = "https://example.org/treaty/" + "annex-" * 20
    assert quotation("x " * 290 + address) == "> " + ("x " * 290).rstrip() + " …\n\n"
    assert quotation("井" * 590 + "：" + address) == "> " + "井" * 590 + "： …\n\n"
