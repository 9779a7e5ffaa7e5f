"""Tables for spreadsheets (CSV, RFC 4180)."""

import csv
from collections.abc import Iterable
from io import StringIO

# A cell that begins so is a formula to a spreadsheet, and may send the table elsewhere.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV; words that a spreadsheet would run are put behind an apostrophe. It begins with the mark by which
    Excel knows UTF-8: without it "Türkiye" is "TÃ¼rkiye" there."""
    written = StringIO("\ufeff")
    written.seek(1)
    csv.writer(written).writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
