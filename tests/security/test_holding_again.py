"""Who has held an official holds the same again only with another officer, and two who say so within thirty days have agreed."""

import pytest
from django.utils import timezone

from accounts.bodies.lapsing import lapse
from accounts.grounds import Reason
from accounts.models import Act, Mandate
from accounts.models.accredited import State
from tests.people import person
from tests.security.officials import CLEARED, WHY, accredited, in_force, now, refused


@pytest.mark.parametrize("ended", ["lapses", "is told", "is lifted by herself", "is lifted by two"])
def test_mallory_does_not_suspend_the_same_again_and_another_officer_can(held, thing, desk, clock, ended):
    thing.suspend(desk[0], WHY)
    if ended == "is lifted by herself":
        thing.reinstate(desk[0], CLEARED)
    elif ended == "is lifted by two":
        lifted_by_two(thing, desk)
    else:
        clock.pass_by(hours=73)
    if ended == "is told":
        lapse(timezone.now())
    refused("held_before", thing.suspend, desk[0], WHY)
    # Too late to agree with her, so it is a hold of its own.
    clock.pass_by(days=31)
    refused("held_before", thing.suspend, desk[0], WHY)
    assert in_force(held)
    thing.suspend(desk[1], WHY)
    assert now(held) == State.HELD
    # With another officer she can.
    thing.uphold(desk[0])


def lifted_by_two(thing, desk) -> None:
    """What the first holds, the second has lifted once, and now does with the third."""
    assert thing.reinstate(desk[1], CLEARED)
    thing.suspend(desk[0], WHY)
    assert not thing.reinstate(desk[1], CLEARED) and thing.reinstate(desk[2], CLEARED)


def test_three_officers_stop_an_impostor_whom_mallory_lifts(held, thing, desk):
    mallory, ivy, omar = desk[:3]
    thing.suspend(ivy, WHY)
    thing.reinstate(mallory, CLEARED)
    assert in_force(held)
    thing.suspend(omar, Reason("misuse", "He calls himself a minister."))
    assert now(held) == State.SUSPENDED
    last = Act.objects.last()
    assert (last.verb, last.actor, last.words) == (f"{thing.kind}.upheld", omar, "He calls himself a minister.")
    assert Act.objects.get(pk=last.data["hold"]).actor == ivy
    assert not thing.reinstate(mallory, CLEARED) and not in_force(held)
    thing.revoke(ivy, WHY)
    assert not in_force(held)


@pytest.mark.parametrize("days", [10, 40])
def test_two_who_say_so_within_thirty_days_agree_though_one_hold_has_ended(held, thing, desk, clock, days):
    thing.suspend(desk[1], WHY)
    clock.pass_by(days=days)
    thing.suspend(desk[2], WHY)
    assert now(held) == (State.SUSPENDED if days == 10 else State.HELD)
    clock.pass_by(days=4)
    assert in_force(held) is (days == 40)


@pytest.mark.parametrize("why", ["withdrawn", "lifted by two", "ended by two", "no officer now", "another of the body"])
def test_mallory_makes_nothing_last_by_what_is_no_word_of_another(held, desk, bo, clock, why):
    mallory, ivy, omar = desk[:3]
    if why == "another of the body":
        colleague = accredited(desk, bo, slug="snow", name="Ministry of Snow")
        Mandate.objects.filter(pk=colleague.pk).update(organisation=held.organisation)
        Mandate.objects.get(pk=colleague.pk).suspend(ivy, WHY)
    else:
        held.suspend(ivy, WHY)
    if why == "withdrawn":
        held.reinstate(ivy, CLEARED)
    elif why == "lifted by two":
        lifted_by_two(held, [ivy, omar, mallory])
    elif why == "ended by two":
        held.uphold(omar)
        held.reinstate(omar, CLEARED)
        held.reinstate(ivy, CLEARED)
    else:
        clock.pass_by(hours=73)
    if why == "no officer now":
        ivy.is_officer = False
        ivy.save(update_fields=["is_officer"])
    held.suspend(mallory, WHY)
    assert now(held) == State.HELD


def test_only_who_confirms_that_very_hold_frees_mallory(held, desk, bo, clock):
    adviser = accredited(desk, bo, held.organisation)
    held.organisation.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    adviser.suspend(desk[1], WHY)
    adviser.uphold(desk[0])
    clock.pass_by(days=31)
    refused("held_before", held.organisation.suspend, desk[0], WHY)
    refused("held_before", held.suspend, desk[0], WHY)


def test_another_mandate_of_the_same_person_and_body_is_the_same_to_mallory(held, desk, clock):
    held.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    second = accredited(desk, held.person, held.organisation, "Special envoy")
    clock.pass_by(days=62)
    renewed = held.renew()
    renewed.accredit(desk[1])
    renewed.confirm(desk[2])
    for again in (second, renewed):
        refused("held_before", again.suspend, desk[0], WHY)


def test_a_ministry_and_who_speaks_for_it_are_one_to_mallory(held, desk, bo, clock):
    other = accredited(desk, bo, slug="snow", name="Ministry of Snow")
    held.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    refused("held_before", held.organisation.suspend, desk[0], WHY)
    colleague = accredited(desk, person("Zoe Laurent"), held.organisation, "Head of office")
    colleague.suspend(desk[0], WHY)
    other.organisation.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    refused("held_before", other.suspend, desk[0], WHY)


def test_whom_others_agreed_with_may_suspend_the_same_once_more(held, desk):
    held.suspend(desk[1], WHY)
    held.uphold(desk[2])
    held.reinstate(desk[1], CLEARED)
    held.reinstate(desk[2], CLEARED)
    held.suspend(desk[1], WHY)
    assert now(held) == State.HELD
