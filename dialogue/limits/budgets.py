"""The one list of budgets: what may be done, by whom, how often. Each app declares its own in its `budgets.py`; every command,
form and expensive page names those it spends (doors.py), and a test fails on one that names none."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.limits.buckets import MEMORY, TABLE, Buckets
from dialogue.limits.keys import hashed

MINUTE, HOUR, DAY = 60, 3600, 86400


class Who(StrEnum):
    """Whose budget it is: who spends it, and nobody else can."""

    # One internet address (networks.network). At the doors a browser that has signed in before counts by itself, wherever it is.
    NETWORK = "network"
    # Somebody who is signed in; whoever is not counts by their network.
    PERSON = "person"
    # The same in one session, so that a thief's does not spend its owner's.
    SESSION = "session"
    # A mailbox, and whoever writes its address into a form from a browser that has never signed in to its account.
    MAILBOX = "mailbox"
    # The same, from one network.
    MAILBOX_FROM_NETWORK = "mailbox from network"
    # One account on one browser that has signed in to it before, or in one session of it.
    KNOWN = "known browser"
    # Everybody in a room who is new here.
    ROOM = "room"
    BROWSER = "browser"
    CONNECTION = "connection"
    POST = "post"
    APPLICATION = "application"
    FORUM = "forum"


class Kept(StrEnum):
    """Where it is counted."""

    TABLE = "table"
    PROCESS = "process"
    # By the verb itself, from what it has written.
    RECORD = "record"


class Counted(StrEnum):
    """Who counts: the door, for everything that is sent there, or the verb behind it, which knows more."""

    DOOR = "door"
    VERB = "verb"


@dataclass(frozen=True, slots=True)
class Budget:
    """`ceiling` times at once and per `seconds` (0: ever); `bytes` where size is counted too (0: not)."""

    name: str
    who: Who
    ceiling: int
    seconds: int
    kept: Kept = Kept.PROCESS
    counted: Counted = Counted.DOOR
    bytes: int = 0

    @property
    def buckets(self) -> Buckets:
        return TABLE if self.kept == Kept.TABLE else MEMORY

    def key(self, *spender: object) -> str:
        # In the memory of a process nobody reads it, and a hash costs more than the rest.
        return f"{self.name}:{hashed(*spender) if self.kept == Kept.TABLE else spender}"

    def take(self, *spender: object) -> None:
        """Count one more; Spent when it is not time yet."""
        if wait := self.buckets.take(self.key(*spender), self.ceiling, self.seconds):
            raise Spent(self, wait)

    def take_some(self, number: int, *spender: object) -> int:
        """Count as many of `number` as it is time for; how many those are."""
        return self.buckets.some(self.key(*spender), self.ceiling, self.seconds, number)

    def give_back(self, *spender: object, number: int = 1) -> None:
        """It came to nothing, or was right: it does not count."""
        self.buckets.give(self.key(*spender), self.ceiling, self.seconds, number)

    def wait(self, *spender: object) -> float:
        """Seconds until it may be done; 0 for now. Counts nothing."""
        return self.buckets.wait(self.key(*spender), self.ceiling, self.seconds)


class Spent(Exception):
    """A budget is used up; `retry_after` in seconds, `message` for people."""

    def __init__(self, budget: Budget, retry_after: float):
        self.budget, self.retry_after = budget, retry_after
        super().__init__(budget.name)

    @property
    def message(self) -> str:
        return _("Too many attempts. Try again %(when)s; nothing is lost.") % {"when": in_words(self.retry_after)}


def in_words(seconds: float) -> str:
    """ "in 20 seconds", "in 4 minutes"; never sooner than it is."""
    whole = max(1, int(-(-seconds // 1)))
    if whole < 100:
        return ngettext("in %(number)d second", "in %(number)d seconds", whole) % {"number": whole}
    minutes = -(-whole // MINUTE)
    if minutes < 100:
        return ngettext("in %(number)d minute", "in %(number)d minutes", minutes) % {"number": minutes}
    hours = -(-minutes // 60)
    return ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}


BUDGETS: dict[str, Budget] = {}


def budget(
    name: str,
    who: Who,
    ceiling: int,
    seconds: int,
    kept: Kept = Kept.PROCESS,
    counted: Counted = Counted.DOOR,
    size: int = 0,
) -> Budget:
    """Declare one; two of a name would share their count."""
    if name in BUDGETS:
        raise ValueError(f"There is a budget called {name} already.")
    BUDGETS[name] = Budget(name, who, ceiling, seconds, kept, counted, size)
    return BUDGETS[name]
