"""Numbers, times and lists as the reader's language writes them, from Unicode CLDR (through Babel)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel import dates, lists, numbers
from django.utils.translation import get_language

from accounts.places import locale_of


def page_language() -> str:
    """Our English is the one of Europe: 24 November, not November 24, and 21:05."""
    language = get_language() or "en"
    return "en-gb" if language == "en" else language


@lru_cache(4096)
def _number(value: float, language: str) -> str:
    return numbers.format_decimal(value, locale=locale_of(language))


def number(value: float) -> str:
    """1234567 as "1,234,567", "1 234 567" or "1.234.567"; the browser's toLocaleString says the same."""
    return _number(value, page_language())


def percent(value: float) -> str:
    """37 as "37%" or "37 %"."""
    return numbers.format_percent(value / 100, locale=locale_of(page_language()))


def listed(items: Iterable[object]) -> str:
    """ "a, b and c"; each item as it stands."""
    return lists.format_list([str(item) for item in items], locale=locale_of(page_language()))


def day(value: date) -> str:
    """ "24 November 2026"."""
    return dates.format_date(value, "long", locale=locale_of(page_language()))


def short_day(value: date) -> str:
    """ "24 Nov"."""
    return dates.format_skeleton("MMMd", value, locale=locale_of(page_language()))


@lru_cache(4096)
def _moment(value: datetime, language: str) -> str:
    locale = locale_of(language)
    # The words between date and time are the language's own; the zone is named, so that nobody takes it for theirs.
    parts = {"{1}": dates.format_date(value, "medium", locale), "{0}": dates.format_time(value, "short", locale=locale)}
    written = locale.datetime_formats["medium"]
    for place, words in parts.items():
        written = written.replace(place, words)
    return f"{written.replace(chr(39), '')} UTC"


def moment(value: datetime) -> str:
    """ "24 Nov 2026, 21:05 UTC"."""
    return _moment(value.astimezone(UTC).replace(second=0, microsecond=0), page_language())


def ago(value: datetime, now: datetime | None = None) -> str:
    """ "3 days ago"."""
    passed = min(value - (now or datetime.now(UTC)), timedelta(seconds=-1))
    return dates.format_timedelta(passed, add_direction=True, locale=locale_of(page_language()))
