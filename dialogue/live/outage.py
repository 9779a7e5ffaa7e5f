"""When the database is away: what that looks like from here."""

from django.db import Error, InterfaceError, OperationalError

# The server ends a transaction whose process stood still in it (PostgreSQL, "idle_in_transaction_session_timeout").
STOOD_STILL = "25P03"


def away(error: BaseException | None) -> bool:
    """Whether this is the database's absence, and not a mistake of ours: to be tried again, not to be mended."""
    if isinstance(error, Error) and getattr(error.__cause__, "sqlstate", None) == STOOD_STILL:
        return True
    return isinstance(error, InterfaceError | OperationalError)
