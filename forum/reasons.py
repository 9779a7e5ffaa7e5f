"""Why no connection to the database could be made. The pool says it to its own log only; who asked it hears of a time-out."""

import logging
from time import monotonic

# Seconds for which what the pool met is the reason of a time-out: a try takes five at most (settings.DATABASES), waiting three.
RECENT = 10.0


class LastReason(logging.Filter):
    """Keeps what the pool met last, and lets its errors alone through."""

    met, at = "", float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        errors = [each for each in record.args if isinstance(each, Exception)] if isinstance(record.args, tuple) else []
        if errors:
            LastReason.met, LastReason.at = " ".join(str(errors[-1]).split()), monotonic()
        return record.levelno >= logging.ERROR


def reason(error: BaseException) -> str:
    """What `error` says, on one line, and why, if it only says that the pool could give no connection."""
    said = " ".join(str(error).split())
    recent = type(error.__cause__ or error).__name__ == "PoolTimeout" and monotonic() - LastReason.at < RECENT
    return f"{said}: {LastReason.met}" if recent else said
