"""A server that lies. Each of these must be caught, or the checker is worth nothing."""

from tests.faults.case import Run, case

PEOPLE = {"clients": 40, "writers": 25, "every": 1.5, "processes": 1, "short": True}


@case(**PEOPLE, caught=("I5 gap",), environment={"SABOTAGE": "drop"})
def sabotage_drop(run: Run):
    """One event is not sent to one reader."""
    run.wait(2)


@case(**PEOPLE, caught=("I4 order",), environment={"SABOTAGE": "swap"})
def sabotage_swap(run: Run):
    """Two events reach one reader in the wrong order."""
    run.wait(2)


@case(**PEOPLE, caught=("I3 doubled",), environment={"SABOTAGE": "double"})
def sabotage_double(run: Run):
    """One event reaches one reader twice."""
    run.wait(2)


@case(**PEOPLE, caught=("I2 phantom", "I4 order: "), environment={"SABOTAGE": "early"})
def sabotage_early(run: Run):
    """Posts are shown before their transaction commits, and some of those fail."""
    run.wait(3)
