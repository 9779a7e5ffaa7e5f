"""A bell that is gone, silent, slow or wrong: posts are accepted and delivered all the same."""

from tests.faults import measures, nemesis
from tests.faults.case import Run, case

PEOPLE = {"clients": 200, "writers": 50, "moderators": 2}


def keeps(run: Run, span: list[float], bound: float = 2.0) -> None:
    run.later("posts seen, p99", bound, lambda e: measures.percentile(measures.seen(e, span), 0.99))
    run.later("posts answered, p99", bound, lambda e: measures.percentile(measures.answers(e, span), 0.99))


def without(run: Run, fault: type[nemesis.Fault], short: float, long: float) -> None:
    run.world.facts["bell"] = False
    run.wait(1)
    with run.under(fault(run.world)) as span:
        run.wait(long if run.full else short)
    run.wait(2)
    keeps(run, span)


@case(clients=40, writers=20, short=True)
def redis_killed(run: Run):
    """Redis killed, and started again."""
    without(run, nemesis.RedisKilled, 3, 60)


@case(**PEOPLE)
def redis_restarting(run: Run):
    """Redis killed and started again and again."""
    run.world.facts["bell"] = False
    for _ in range(10 if run.full else 4):
        with run.under(nemesis.RedisKilled(run.world)) as span:
            run.wait(0.2, 1.5)
        run.wait(0.5, 1.5)
        keeps(run, span)


@case(**PEOPLE, every_merge=True)
def redis_frozen(run: Run):
    """Redis frozen (SIGSTOP)."""
    without(run, nemesis.RedisFrozen, 11, 60)


@case(**PEOPLE)
def redis_half_open(run: Run):
    """Lines to Redis that swallow everything and do not close."""
    without(run, nemesis.RedisHalfOpen, 11, 60)


@case(**PEOPLE)
def redis_slow(run: Run):
    """Redis slow: 0.4 s in each direction."""
    without(run, nemesis.RedisSlow, 10, 30)


@case(**PEOPLE)
def redis_flushed(run: Run):
    """FLUSHALL five times a second."""
    with run.under(nemesis.RedisFlushed(run.world)) as span:
        run.wait(6)
    keeps(run, span)


@case(**PEOPLE, every_merge=True)
def bells_garbled(run: Run):
    """Bells doubled, late and out of order."""
    run.world.facts["bell"] = False
    with run.under(nemesis.BellsGarbled(run.world)) as span:
        run.wait(8)
    run.wait(1)
    keeps(run, span)


@case(clients=200, writers=50, bell=False)
def no_redis_at_all(run: Run):
    """Two processes that have no Redis."""
    began = run.world.note("begins")
    run.wait(8)
    keeps(run, [began, run.world.note("ends")])
