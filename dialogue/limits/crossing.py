"""When two transactions waited for each other, and the database ended one of them: the other is done, and this one could be now."""

from django.db import Error

# PostgreSQL's codes of that.
CROSSED = ("40P01", "40001")


def crossed(error: BaseException | None) -> bool:
    """Whether this transaction waited for one that waited for it: the database is there, and it is worth another try at once."""
    return said(error) in CROSSED


def said(error: BaseException | None) -> str:
    """PostgreSQL's code of what happened; "" where it said none."""
    return getattr(error.__cause__, "sqlstate", None) or "" if isinstance(error, Error) else ""
