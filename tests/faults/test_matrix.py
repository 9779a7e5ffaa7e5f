"""The faults that every merge must survive; the ordinary suite takes the short ones. The whole matrix: `make faults`."""

import os

import pytest

from tests.faults.matrix import CASES, Databases
from tests.faults.report import lines

# FAULTS=merge, set by .ci/run, which has had the short ones by then: four minutes, or two where three run side by side.
MERGE = os.environ.get("FAULTS") == "merge"
CHOSEN = [case for case in CASES.values() if (case.long if MERGE else case.short)]
SEED = int(os.environ.get("FAULTS_SEED", "1"))
PEOPLE = 420


@pytest.fixture(scope="module")
def databases():
    with Databases(PEOPLE) as made:
        yield made


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: case.name)
def test_every_promise_is_kept_under(case, databases, tmp_path):
    outcome = databases.carry_out(case, SEED, tmp_path / case.name)
    assert outcome.good, "\n".join([*lines(outcome), f"again: make faults CASE={case.name} SEED={SEED} BRIEF=1"])
