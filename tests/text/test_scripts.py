"""Markdown in every script: emphasis, numbers, ends of addresses and direction as they were written."""

import re

import pytest

from dialogue.text.markdown import render


@pytest.mark.parametrize(
    "text,html",
    [
        ("**重要。**请看第三条。", "<strong>重要。</strong>请看"),
        ("**「水」**は権利です。", "<strong>「水」</strong>は"),
        ("我们**（所有人）**同意。", "我们<strong>（所有人）</strong>同意"),
        ("**볼드(굵게)**는 된다.", "<strong>볼드(굵게)</strong>는"),
        ("~~旧文（第三条）。~~新文", "<s>旧文（第三条）。</s>新文"),
        ("**واجب:**النص", "<strong>واجب:</strong>النص"),
        ("**Fett.**Text", "**Fett.**Text"),
        ("水 * 井 * 雨", "水 * 井 * 雨"),
    ],
)
def test_emphasis_holds_beside_marks_where_words_are_not_parted_by_blanks(text, html):
    assert html in render(text)


@pytest.mark.parametrize(
    "text,shown",
    [
        ("3. water\n7. food\n12. land", [3, 7, 12]),
        ("10. ten\n9. nine\n8. eight", [10, 9, 8]),
        ("1. a\n1. b\n1. c", [1, 2, 3]),
        ("1. a\n2. b\n4. c\n5. d", [1, 2, 4, 5]),
        ("5. a\n   1. inner\n   3. other\n6. b", [5, 1, 3, 6]),
    ],
)
def test_the_numbers_of_a_list_are_those_that_were_typed(text, shown):
    found, at = [], []
    for tag, start, value in re.findall(r'<(/?ol|li)(?: start="(\d+)")?(?: value="(\d+)")?', render(text)):
        if tag == "ol":
            at.append(int(start or 1) - 1)
        elif tag == "/ol":
            at.pop()
        else:
            at[-1] = int(value) if value else at[-1] + 1
            found.append(at[-1])
    assert found == shown


@pytest.mark.parametrize(
    "text,address,behind",
    [
        ("见 https://example.org/a，然后继续。", "https://example.org/a", "，然后"),
        ("（https://example.org/baz）です", "https://example.org/baz", "）です"),
        ("「https://example.org/a」と", "https://example.org/a", "」と"),
        ("انظر https://example.org/a، ثم", "https://example.org/a", "، ثم"),
        ("देखें https://example.org/a। फिर", "https://example.org/a", "। फिर"),
        ("“https://example.org/a”", "https://example.org/a", "”"),
        ("«https://example.org/a».", "https://example.org/a", "»."),
        ("https://example.org/a… and", "https://example.org/a", "… and"),
        ("https://example.org/wiki/Paral·lel and", "https://example.org/wiki/Paral·lel", " and"),
        ("https://example.org/wiki/水 and", "https://example.org/wiki/水", " and"),
    ],
)
def test_what_stands_behind_an_address_stays_outside(text, address, behind):
    assert f"<bdi>{address}</bdi></a>{behind}" in render(text)


def test_an_arabic_paragraph_that_begins_with_a_foreign_name_runs_from_right_to_left():
    for text in ("WHO تعلن أن الماء حق للجميع", "@Ada شكرا لك", "https://example.org هذا هو النص الكامل لما قلناه"):
        assert render(text, "ar").startswith('<p dir="rtl">')
        assert render(text).startswith('<p dir="auto">')
    assert '<ul dir="rtl">' in render("- UNICEF تقول كل شيء\n- نحن", "ar")
    assert '<blockquote dir="rtl">' in render("> FAO تقول ذلك", "ar")


def test_english_words_in_an_arabic_post_run_their_own_way_and_the_other_way_round():
    assert render("The whole paragraph is English, but for نعم.", "ar").startswith('<p dir="auto">')
    assert render("نعم is what they said to all of us.", "en").startswith('<p dir="ltr">')
    assert render("قال نعم", "en") == '<p dir="auto">قال نعم</p>\n'
