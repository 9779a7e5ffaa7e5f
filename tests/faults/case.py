"""A case: what is done to a world, what is promised meanwhile, and how it went."""

import random
import signal
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.checker import violations
from tests.faults.evidence import Evidence, gathered
from tests.faults.nemesis import Fault, under
from tests.faults.world import Plan, World

# Seconds a run may take.
LONGEST, LONGEST_FULL = 150, 600


@dataclass(frozen=True)
class Case:
    name: str
    work: Callable[["Run"], None]
    database: str
    plan: dict
    # In the minute of the ordinary `make test`; in the three and a half minutes that every merge adds.
    short: bool
    long: bool
    # The beginning of the violations this case must bring about; "" for none at all.
    caught: tuple[str, ...]

    @property
    def fault(self) -> str:
        return (self.work.__doc__ or "").strip().rstrip(".")


CASES: dict[str, Case] = {}


def case(database: str = "any", every_merge: bool = False, short: bool = False, caught: tuple[str, ...] = (), **plan):
    """Declare a case; its docstring names the fault."""

    def declare(work):
        name = work.__name__.replace("_", "-")
        CASES[name] = Case(name, work, database, plan, short, every_merge, caught)
        return work

    return declare


@dataclass
class Promise:
    text: str
    bound: float
    measured: float
    unit: str = "s"
    # Whether more is better.
    least: bool = False

    @property
    def met(self) -> bool:
        return self.measured >= self.bound if self.least else self.measured <= self.bound


@dataclass
class Run:
    world: World
    chance: random.Random
    full: bool
    promises: list[Promise] = field(default_factory=list)
    asked: list[Callable[[Evidence], Promise]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def wait(self, least: float, most: float | None = None) -> None:
        time.sleep(self.chance.uniform(least, most or least))

    def under(self, fault: Fault):
        return under(fault)

    def promise(self, text: str, bound: float, measured: float, unit: str = "s", least: bool = False) -> None:
        self.promises.append(Promise(text, bound, measured, unit, least))

    def later(
        self, text: str, bound: float, measure: Callable[[Evidence], float], unit: str = "s", least: bool = False
    ):
        """A promise whose figure is in the journals, to be read once they are closed."""
        self.asked.append(lambda evidence: Promise(text, bound, measure(evidence), unit, least))


@dataclass
class Outcome:
    case: Case
    seed: int
    folder: Path
    promises: list[Promise]
    violations: list[str]
    remarks: list[str]
    seconds: float
    entries: int = 0

    @property
    def good(self) -> bool:
        return not self.violations and all(promise.met for promise in self.promises)


@contextmanager
def bounded(seconds: int):
    """A run that takes longer than this has failed, and is ended."""

    def over(*_) -> None:
        raise AssertionError(f"the run was not over after {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def carry_out(case: Case, seed: int, database, folder: Path, full: bool = False, **changes) -> Outcome:
    """One run of one case. `changes` of its plan (server, clients) come from whoever asks."""
    began = time.monotonic()
    plan = Plan(seed=seed, **(case.plan | changes))
    with bounded(LONGEST_FULL if full else LONGEST), World(folder, database, plan) as world:
        world.gather()
        run = Run(world, random.Random(seed), full)
        world.facts |= {"bell": plan.bell, "clients": plan.clients, "settled": time.monotonic()}
        case.work(run)
        world.finish()
        evidence = gathered(folder, database.ask, world.facts)
    found = violations(evidence)
    run.promises += [ask(evidence) for ask in run.asked]
    if case.caught:
        proof = [line for line in found if line.startswith(case.caught)]
        run.remarks += proof[:1]
        found = [] if proof else [f"not caught: {case.fault}; the checker found {found or 'nothing'}"]
    return Outcome(
        case, seed, folder, run.promises, found, run.remarks, time.monotonic() - began, len(evidence.entries)
    )
