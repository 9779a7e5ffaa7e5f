"""What the database does to a crowd is told in few lines of the log, however many meet it."""

import logging
from math import inf
from threading import Lock
from time import monotonic

from django.db import Error

from dialogue.live.outage import OUTAGE, away
from forum.reasons import reason

# Seconds in which one kind of refusal is told once.
MINUTE = 60.0


class FewLines(logging.Filter):
    """An outage is one line when it begins (and one at its end, dialogue/live/outage.py). What else the database refuses is one
    traceback of each kind in a minute, with how many there were since the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = Lock()
        # When each kind was told last, and how many of it were not told since.
        self.told: dict[tuple[type, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = met(record)
        if error and away(error):
            begins = OUTAGE.met(getattr(record, "refused", record.name == "django.request"))
            if begins:
                record.msg = f"The database is away ({reason(error)}): {record.getMessage()}".replace("\n", " ")
                record.args = record.exc_info = record.exc_text = None
            return begins
        return error is None or self.is_news(record, error)

    def is_news(self, record: logging.LogRecord, error: Error) -> bool:
        kind, now = (type(error.__cause__ or error), record.name), monotonic()
        with self.lock:
            at, untold = self.told.get(kind, (-inf, 0))
            news = now - at >= MINUTE
            self.told[kind] = (now, 0) if news else (at, untold + 1)
        if news and untold:
            record.msg, record.args = f"{record.getMessage()} (and {untold} like it since the last one told)", None
        return news


def met(record: logging.LogRecord) -> Error | None:
    """What the database did, in a line of the log."""
    given = [record.exc_info[1] if record.exc_info else None, *(record.args if isinstance(record.args, tuple) else ())]
    return next((each for each in given if isinstance(each, Error)), None)
