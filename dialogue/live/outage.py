"""When the database is away: what that looks like from here, and how long it lasts."""

import logging
from threading import Lock
from time import monotonic

from django.db import InterfaceError, OperationalError

from dialogue.limits.crossing import crossed, said
from dialogue.live import trial

log = logging.getLogger(__name__)

# PostgreSQL's codes that Django calls other errors: a transaction ended because its process stood still in it
# ("idle_in_transaction_session_timeout"), and a server that takes no writes while another is about to take over.
PASSING = ("25P03", "25006")
# Seconds without a refusal until writing is tried: under some faults one write fails and the next does not.
QUIET = 5.0
# Where nobody tries (a command), the next one after so many seconds is another outage.
FORGOTTEN = 60.0


def away(error: BaseException | None) -> bool:
    """Whether this is the database's absence, and not a mistake of ours: to be tried again, not to be mended."""
    if crossed(error):
        return False
    return said(error) in PASSING or isinstance(error, InterfaceError | OperationalError)


class Outage:
    """The one that lasts in this process, if any: told at its beginning (forum/few_lines.py) and its end, counted meanwhile."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.since: float | None = None
        self.last = 0.0
        self.refused = 0

    def met(self, refused: int) -> bool:
        """So many requests were refused for it; whether it begins with them."""
        with self.lock:
            now = monotonic()
            begins = self.since is None or now - self.last > FORGOTTEN
            if begins:
                self.since, self.refused = now, 0
            self.last, self.refused = now, self.refused + refused
            return begins

    def quiet(self) -> bool:
        return self.since is not None and monotonic() - self.last > QUIET

    def look(self) -> None:
        """Whether it is over: people may write again."""
        try:
            trial.write()
        except Exception:
            self.met(0)
            return
        with self.lock:
            lasted, self.since = self.last - (self.since or self.last), None
        log.warning("The database is back. It was away for %.0f s, and %d requests were refused", lasted, self.refused)


OUTAGE = Outage()
