"""When the database is away: what that looks like from here."""

from django.db import Error, InterfaceError, OperationalError

# PostgreSQL's codes that Django calls other errors: a transaction ended because its process stood still in it
# ("idle_in_transaction_session_timeout"), and a server that takes no writes while another is about to take over.
PASSING = ("25P03", "25006")


def away(error: BaseException | None) -> bool:
    """Whether this is the database's absence, and not a mistake of ours: to be tried again, not to be mended."""
    if isinstance(error, Error) and getattr(error.__cause__, "sqlstate", None) in PASSING:
        return True
    return isinstance(error, InterfaceError | OperationalError)
