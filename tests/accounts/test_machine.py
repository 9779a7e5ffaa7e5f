"""Accreditation against a model of it: any order of what people can do. MODEL_EXAMPLES=200 makes it longer, as for the engine."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.accounts.machine import Accreditation
from tests.whole import WHOLE

pytestmark = pytest.mark.django_db


def test_whatever_people_do_the_forum_agrees_with_the_model():
    often = settings(
        max_examples=int(os.environ.get("MODEL_EXAMPLES", "20" if WHOLE else "5")),
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(Accreditation, settings=often)
