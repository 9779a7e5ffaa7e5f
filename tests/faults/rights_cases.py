"""Rights that end while sockets are open: writing ends at once, reading within two seconds (five without Redis)."""

import time

from tests.faults import measures, nemesis
from tests.faults.case import Run, case
from tests.faults.line_rules import WITH_BELL, WITHOUT_BELL

PEOPLE = {
    "clients": 200, "writers": 50, "moderators": 6, "leavers": 20, "members": 20, "acts": ["hide", "mute", "suspend"],
}  # fmt: skip


@case(**PEOPLE)
def bans(run: Run):
    """People hidden, muted, suspended and signing out."""
    run.wait(12)
    run.later("a line of somebody signed out ends", WITH_BELL, lambda e: measures.leaving(e))


@case(**PEOPLE, every_merge=True)
def bans_without_redis(run: Run):
    """The same with Redis frozen."""
    run.world.facts["bell"] = False
    with run.under(nemesis.RedisFrozen(run.world)):
        run.wait(12)
    run.later("a line of somebody signed out ends", WITHOUT_BELL, lambda e: measures.leaving(e))


@case(clients=200, writers=50, every_merge=True)
def closed_to_most(run: Run):
    """A public room becomes one for its members."""
    run.wait(2)
    run.world.verb("private", "open")
    moment = run.world.note("private", room="open")
    run.wait(4)
    run.later("the last line of somebody who may not read ends", WITH_BELL, lambda e: measures.closing(e, moment, 4504))


# Not in every merge: two hundred pages at once take 5.3 s on two cores, and the promise is 5 (docs/benchmarks.md).
@case(clients=200, writers=50)
def restored(run: Run):
    """A backup restored: another epoch under open sockets."""
    run.wait(2)
    moment = time.monotonic()
    run.world.verb("renew-epochs")
    run.wait(4)
    run.later("everybody loads the page", 5.0, lambda e: measures.reloading(e, moment))
