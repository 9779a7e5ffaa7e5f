"""What the database does to a crowd is told in few lines of the log, however many meet it."""

import logging

from django.db import Error

from dialogue.live.outage import OUTAGE, away


class FewLines(logging.Filter):
    """An outage is one line when it begins (and one at its end, dialogue/live/outage.py)."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = met(record)
        if away(error):
            begins = OUTAGE.met(getattr(record, "refused", record.name == "django.request"))
            if begins:
                record.msg = f"The database is away ({error}): {record.getMessage()}".replace("\n", " ")
                record.args = record.exc_info = record.exc_text = None
            return begins
        return True


def met(record: logging.LogRecord) -> Error | None:
    """What the database did, in a line of the log."""
    given = [record.exc_info[1] if record.exc_info else None, *(record.args if isinstance(record.args, tuple) else ())]
    return next((each for each in given if isinstance(each, Error)), None)
