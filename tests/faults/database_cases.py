"""A database that is away, locked, frozen or full: refused with a clear answer, never acknowledged, and well again by itself."""

import asyncio
import os
import signal
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.faults import measures, nemesis, probes
from tests.faults.case import Run, case
from tests.faults.database import wait_for
from tests.live.processes import all_serve, processes_under

PEOPLE = {"database": "postgres", "clients": 200, "writers": 50}
# The embedded form of the forum: one process.
SMALL = {"database": "sqlite", "processes": 1, "clients": 60, "writers": 30}


def refuses(run: Run, fault: nemesis.Fault, seconds: float) -> None:
    starts = [web.starts for web in run.world.webs]
    run.wait(1)
    with run.under(fault) as span:
        run.wait(seconds)
        run.promise("not ready under the fault", 503, ready(run.world.webs[0]), "", least=True)
    run.wait(6)
    run.promise("ready again", 200, ready(run.world.webs[0]), "")
    after = [span[1], span[1] + 60]
    run.promise("processes started again", 0, sum(w.starts for w in run.world.webs) - sum(starts), "")
    run.later("answered or refused under the fault, p99", 5.0, lambda e: measures.percentile(first(e, span), 0.99))
    run.later("first post acknowledged after healing", 5.0, lambda e: recovered(e, after))
    run.later(
        "forms that end in an error of the server",
        0,
        lambda e: sum(x["status"] >= 500 and x["status"] != 503 for x in e.of("odd")),
        "",
    )
    run.later("refusals that do not say “try again” (busy)", 0, odd, "")


def ready(web) -> int:
    """What a balancer is told."""
    try:
        return urlopen(f"{web.url}/health/ready", timeout=10).status
    except HTTPError as error:
        return error.code


def first(evidence, span) -> list[float]:
    """Seconds to the first answer over a socket; the forms wait for the same database."""
    return (
        measures.answers(evidence, [span[0], span[1] - 5.0])
        if span[1] - span[0] > 6
        else measures.answers(evidence, span)
    )


def recovered(evidence, after) -> float:
    return (
        min((e["t"] for e in evidence.of("acked") if measures.within(after, e["t"])), default=measures.NEVER) - after[0]
    )


def odd(evidence) -> int:
    """A reaction may conflict: while it was refused, the same person chose another one of that post."""
    return sum(
        refusal["code"] not in ("busy", "too_fast", "not_found", *(["conflict"] if refusal["do"] == "react" else []))
        for refusal in evidence.of("refused")
    )


@case(**PEOPLE, every_merge=True)
def postgres_restarted(run: Run):
    """PostgreSQL stopped in immediate mode, and started again."""
    refuses(run, nemesis.DatabaseCrashed(run.world), 30 if run.full else 3)


@case(**PEOPLE)
def postgres_away_for_long(run: Run):
    """PostgreSQL away for 40 s, or 75: longer than anybody's patience with a growing pause."""
    refuses(run, nemesis.DatabaseCrashed(run.world), 75 if run.full else 40)


@case(**PEOPLE, every_merge=True)
def postgres_locked(run: Run):
    """LOCK TABLE held by somebody else."""
    refuses(run, nemesis.DatabaseLocked(run.world), 30 if run.full else 10)


@case(**PEOPLE)
def postgres_frozen(run: Run):
    """PostgreSQL frozen (SIGSTOP)."""
    refuses(run, nemesis.DatabaseFrozen(run.world), 30 if run.full else 8)


# Whoever asks for another server (SERVER=…) gets this one all the same: what is asked is the supervisor.
@case(database="postgres", processes=1, clients=40, writers=20)
def stopped_while_postgres_is_frozen(run: Run):
    """SIGTERM while PostgreSQL is frozen (SIGSTOP): one of two web processes, then all."""
    web = run.world.webs[0]
    web.kill()
    web.server = "supervised"
    web.start()
    all_serve(web.pid, web.port)
    run.wait(3)
    with run.under(nemesis.DatabaseFrozen(run.world)):
        run.wait(2)
        one = min(processes_under(web.pid))
        os.kill(one, signal.SIGTERM)
        gone = wait_for(lambda: one not in processes_under(web.pid), 60, "it is gone")
        run.promise("one that is asked to end is gone", 30.0, gone)
        left = processes_under(web.pid)
        run.promise("all that are asked to end are gone", 30.0, web.stop(60))
        run.promise("processes that stay behind", 0, sum(Path(f"/proc/{pid}").exists() for pid in left), "")
    web.start()
    run.wait(2)


# Nobody but the probes: what they are shown and is lost, the checker would call invented.
@case(database="postgres", clients=0, writers=0, every_merge=True)
def standby_promoted(run: Run):
    """A standby promoted that lacks the last posts; others are said under their numbers, and nobody runs anything."""
    world = run.world
    world.verb("fill", "open", "5")
    world.database.copy()
    world.verb("fill", "open", "3")
    shown = world.rooms()["open"]
    at = f"after={shown['last'] - 3}&epoch={shown['epoch']}"

    async def told() -> float:
        lines = [await probes.Probe(world).open(web, at) for web in world.webs]
        for line in lines:
            await line.until(lambda line=line: line.last == shown["last"], 10)
        await asyncio.to_thread(world.database.fail_over)
        began = time.monotonic()
        await asyncio.to_thread(world.verb, "fill", "open", "3")
        codes = await asyncio.gather(*(asyncio.wait_for(line.wire.ended, 30) for line in lines))
        run.promise(
            "lines that end with “load the page”", len(lines), sum(code == 4010 for code in codes), "", least=True
        )
        return time.monotonic() - began

    run.promise("everybody is told", 10.0, asyncio.run(told()))
    for web in world.webs:
        frames = asyncio.run(probes.welcomed(world, web, f"after={shown['last']}&epoch={shown['epoch']}"))
        run.promise("who slept is told too", 1, frames[0]["kind"] == "reload", "", least=True)


@case(**SMALL, every_merge=True)
def sqlite_locked_briefly(run: Run):
    """SQLite held by another writer for 3 s."""
    refuses(run, nemesis.DatabaseLocked(run.world), 3)


@case(**SMALL)
def sqlite_locked(run: Run):
    """SQLite held by another writer for 10 s."""
    refuses(run, nemesis.DatabaseLocked(run.world), 10)


@case(**(SMALL | {"database": "small disk"}))
def disk_full(run: Run):
    """No room left on the disk of SQLite."""
    refuses(run, nemesis.DiskFull(run.world), 5)
    run.promise("SQLite finds the file whole", 1, nemesis.integrity(run.world.database) == "ok", "", least=True)


@case(**SMALL)
def sqlite_killed(run: Run):
    """kill -9 of the only process, on SQLite, at random moments."""
    web = run.world.webs[0]
    for _ in range(3):
        run.wait(0.8, 2)
        web.kill()
        run.world.note("killed", web=web.name)
        web.start()
    run.wait(1)
    run.promise("SQLite finds the file whole", 1, nemesis.integrity(run.world.database) == "ok", "", least=True)
