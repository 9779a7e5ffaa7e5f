"""Numbers, times and lists in the seven languages, as Unicode CLDR has them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import Context, Template
from django.utils.translation import override

from accounts import cldr
from accounts.devices import device

AT = datetime(2026, 11, 24, 21, 5, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    "language,number,share,items,day",
    [
        ("en", "1,234,567", "37%", "a, b and c", "24 November 2026"),
        ("fr", "1\u202f234\u202f567", "37\xa0%", "a, b et c", "24 novembre 2026"),
        ("es", "1.234.567", "37\xa0%", "a, b y c", "24 de noviembre de 2026"),
        ("pt-br", "1.234.567", "37%", "a, b e c", "24 de novembro de 2026"),
        ("ar", "1,234,567", "37%", "a وb وc", "24 نوفمبر 2026"),
        ("ru", "1\xa0234\xa0567", "37\xa0%", "a, b и c", "24 ноября 2026\u202fг."),
        ("zh-hans", "1,234,567", "37%", "a、b和c", "2026年11月24日"),
    ],
)
def test_each_language_writes_in_its_own_way(language, number, share, items, day):
    with override(language):
        written = (cldr.number(1234567), cldr.percent(37), cldr.listed("abc"), cldr.day(date(2026, 11, 24)))
        assert written == (number, share, items, day)
        assert "UTC" in cldr.moment(AT) and "2026" in cldr.moment(AT) and "33" not in cldr.moment(AT)
        assert cldr.ago(AT, AT + timedelta(days=3)) and not cldr.ago(AT, AT).startswith("-")


def test_a_time_from_elsewhere_is_told_in_utc():
    local = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert cldr.moment(local) == cldr.moment(AT) and "21:05" in cldr.moment(AT)


def test_a_page_holds_the_exact_time_for_the_browser_to_localise():
    html = Template("{% load cldr %}{% moment at %}").render(Context({"at": AT}))
    assert (
        html.count('datetime="2026-11-24T21:05:33+00:00"') == 2
        and html.startswith("<local-time")
        and "UTC</time>" in html
    )


def test_names_of_people_in_a_list_are_only_words():
    html = Template("{% load cldr %}{{ names|listed }}").render(Context({"names": ["Ada", "<script>", "Bo"]}))
    assert "&lt;script&gt;" in html and "<script>" not in html


@pytest.mark.parametrize(
    "sent,told",
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on a Linux computer"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome on an Android device"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126 Safari/537.36 Edg/126", "Edge on a Windows computer"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/126 Mobile Safari/604.1", "Chrome on an iPhone"),
        ("curl/8.5", "Unknown browser or device"),
        ("", "Unknown browser or device"),
    ],
)  # fmt: skip
def test_people_read_what_they_signed_in_with(sent, told):
    assert device(sent) == told
