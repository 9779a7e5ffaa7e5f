"""The engine against a model of a hundred lines: any order of everything that people and faults can do.

MODEL_EXAMPLES and MODEL_STEPS make it longer: MODEL_EXAMPLES=500 MODEL_STEPS=60. A failing run prints its steps;
with MODEL_SHRINK=1 it looks for fewer of them first, which takes minutes.
"""

import dataclasses
import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from dialogue.live import reading
from dialogue.live.kinds import KINDS
from dialogue.live.models import Event
from dialogue.live.record import Record
from dialogue.rooms.models import Post
from tests.live.machine import Debate

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]

EXAMPLES, STEPS = int(os.environ.get("MODEL_EXAMPLES", "12")), int(os.environ.get("MODEL_STEPS", "25"))
PHASES = [Phase.generate, Phase.shrink] if os.environ.get("MODEL_SHRINK") else [Phase.generate]
USUAL = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, print_blob=True, phases=PHASES,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_whatever_people_and_faults_do_the_engine_agrees_with_the_model():
    run_state_machine_as_test(Debate, settings=USUAL)


def an_event_is_dropped(patch) -> None:
    class WithoutTheThird:
        objects = Event.objects.exclude(seq=3)

    patch.setattr(reading, "Event", WithoutTheThird)


def retries_are_not_recognised(patch) -> None:
    patch.setattr(Record, "repeated", lambda *args: None)


def hidden_words_are_shown(patch) -> None:
    said = KINDS["post.said"]

    def fill(stream_id, events):
        facts = said.fill(stream_id, events)
        for seq, fact in facts.items():
            fact.html = Post.objects.get(room__stream=stream_id, seq=seq).html
        return facts

    patch.setitem(KINDS, "post.said", dataclasses.replace(said, fill=fill))


def carry_out(*steps) -> None:
    """These steps in this order, and after each what must hold after every one."""
    debate = Debate()
    debate.begin()
    try:
        for step, *how in steps:
            getattr(debate, step)(*how)
            debate.everyone_has_the_models_log()
            debate.the_record_is_the_models_log()
    finally:
        debate.teardown()


SAID = ("say", "Ada", None)


@pytest.mark.parametrize(
    "fault,steps",
    [
        (an_event_is_dropped, [SAID, SAID, SAID, ("crash", "Ada"), ("join", "one", False)]),
        (retries_are_not_recognised, [SAID, ("try_again", 0, False)]),
        (hidden_words_are_shown, [SAID, ("hide_or_restore", 0, True), ("join", "one", False)]),
    ],
)
def test_a_fault_in_the_engine_is_found(fault, steps, monkeypatch):
    carry_out(*steps)
    monkeypatch.setattr("tests.live.follower.SOON", 0.6)
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        carry_out(*steps)
