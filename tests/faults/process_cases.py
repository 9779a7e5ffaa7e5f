"""Web processes that die, stop, freeze or have the wrong time."""

import signal
import time

from tests.faults import measures
from tests.faults.case import Run, case
from tests.faults.database import wait_for
from tests.faults.nemesis import WebFrozen
from tests.faults.servers import POINTS, REACHED

PEOPLE = {"clients": 200, "writers": 50, "moderators": 2}


@case(**PEOPLE, acts=["hide", "mute", "suspend"])
def calm(run: Run):
    """No fault at all."""
    began = time.monotonic()
    run.wait(20 if run.full else 8)
    span = [began, time.monotonic()]
    run.later("posts seen, p99", 1.0, lambda e: measures.percentile(measures.seen(e, span), 0.99))
    run.later("posts acknowledged", 50, lambda e: measures.acknowledged(e, span), "", least=True)


@case(**PEOPLE, every_merge=True)
def killed(run: Run):
    """kill -9 of a web process at random moments."""
    # In turn: after each death everybody is at the other process.
    for number in range(6 if run.full else 2):
        run.wait(1.0, 2.5)
        web = run.world.webs[(number + run.world.plan.seed) % 2]
        death = run.world.note("kills", web=web.name)
        web.kill()
        run.later(
            "clients live again, p95", 5.0,
            lambda e, death=death: measures.percentile(measures.returns(e, death, death + 1), 0.95),
        )  # fmt: skip
        run.wait(1.0, 3.0)
        web.start()
    run.wait(2)


def fail_at(run: Run, names) -> None:
    one, other = run.world.webs
    one.kill()
    for name in names:
        one.start(FAIL_AT=f"{name}:{run.chance.randint(3, 15)}")
        run.world.note("armed", point=name)
        # Those who went to the other process when this one ended: half of them choose again.
        run.world.tell("away 0")
        wait_for(lambda: not one.alive, 30, f"a death at {name}", every=0.01)
        death, clock = run.world.note("died", point=name), time.time() - time.monotonic()
        code = one.process.end()
        assert code == -signal.SIGKILL and f"{REACHED} {name}\n" in one.log.read_text(), f"{name} not reached"
        run.later(
            f"dead {name.replace('_', ' ')}: others are told",
            2.0,
            lambda e, death=death, clock=clock: measures.told(e, death, clock, other.port),
        )
        run.wait(0.5, 1.5)
    one.start()
    run.wait(0.5)


@case(**PEOPLE, every_merge=True)
def fail_points(run: Run):
    """kill -9 at each fail point on the way of a post."""
    for _ in range(3 if run.full else 1):
        # In brief the last one is left to the case below, which every `make test` runs.
        fail_at(run, POINTS if run.full else POINTS[:-1])


@case(clients=40, writers=20, short=True)
def dead_before_the_answer(run: Run):
    """kill -9 after the commit, before the acknowledgement."""
    fail_at(run, ["before_ack"])


@case(**PEOPLE)
def rolling_restart(run: Run):
    """SIGTERM of each web process in turn, under load."""
    began = time.monotonic()
    for web in run.world.webs * (2 if run.full else 1):
        run.wait(1.0, 2.0)
        run.world.note("stopping", web=web.name)
        run.promise("the process has stopped", 35.0, web.stop(35))
        web.start()
        run.wait(1.0)
    run.wait(2)
    span = [began, time.monotonic()]
    run.later(
        "lines closed by their process with 1012", 1.0,
        lambda e: (c := measures.codes(e, "closed")).get(1012, 0) / max(1, sum(c.values())), "", least=True,
    )  # fmt: skip
    run.later("longest answer to a post, retries included", 15.0, lambda e: max(measures.answers(e, span)))


@case(**PEOPLE, every_merge=True)
def frozen(run: Run):
    """A web process frozen (SIGSTOP), then let go."""
    run.wait(1)
    with run.under(WebFrozen(run.world, run.world.webs[0])) as span:
        run.wait(60 if run.full else 5)
    run.wait(2)
    other = run.world.webs[1]
    # It may be frozen while it holds the room; the database ends such a transaction after ten seconds (forum/settings.py).
    run.later(
        "posts seen by the people of the other process, all",
        12.0,
        lambda e: max(measures.seen(e, span, other.port), default=measures.NEVER),
    )
    run.later(
        "posts seen there, half of them", 2.0, lambda e: measures.percentile(measures.seen(e, span, other.port), 0.5)
    )


@case(**PEOPLE)
def wrong_clock(run: Run):
    """Two processes whose clocks differ by an hour."""
    for web, seconds in zip(run.world.webs, ("3600", "-1800"), strict=True):
        web.kill()
        web.start(SKEW=seconds)
    began = time.monotonic()
    run.wait(6)
    span = [began + 3, time.monotonic()]
    run.later("posts seen, p99", 2.0, lambda e: measures.percentile(measures.seen(e, span), 0.99))
