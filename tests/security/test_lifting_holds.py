"""What one officer imposed on an official, one lifts, once; what two did, two."""

import pytest

from accounts.models import Mandate
from accounts.models.accredited import State
from tests.accounts.desk import become_steward
from tests.people import person
from tests.security.officials import CLEARED, WHY, accredited, in_force, make_steward, now, refused


def test_mallory_lifts_one_hold_of_the_same_and_the_next_only_with_another(held, thing, desk, clock):
    mallory, ivy, omar = desk[:3]
    thing.suspend(ivy, WHY)
    assert thing.reinstate(mallory, CLEARED)
    # It burned nobody: Ivy can hold it again, and no more by herself.
    thing.suspend(ivy, WHY)
    assert now(held) == State.HELD and not thing.reinstate(mallory, CLEARED) and not in_force(held)
    refused("four_eyes", thing.reinstate, mallory, CLEARED)
    assert thing.reinstate(omar, CLEARED) and in_force(held)
    clock.pass_by(days=31)
    thing.suspend(omar, WHY)
    assert thing.reinstate(mallory, CLEARED)


def test_whoever_takes_their_own_hold_back_may_still_lift_anothers(held, desk):
    held.suspend(desk[0], WHY)
    assert held.reinstate(desk[0], CLEARED)
    held.suspend(desk[1], WHY)
    assert held.reinstate(desk[0], CLEARED)


def test_mallory_who_lifted_the_hold_of_a_body_does_not_lift_that_of_who_speaks_for_it(held, desk):
    held.organisation.suspend(desk[1], WHY)
    assert held.organisation.reinstate(desk[0], CLEARED)
    held.refresh_from_db()
    held.suspend(desk[1], WHY)
    assert not held.reinstate(desk[0], CLEARED)


def test_one_officer_lifts_what_one_imposed_and_two_what_two_did(held, thing, desk):
    thing.suspend(desk[1], WHY)
    assert thing.reinstate(desk[2], CLEARED) and in_force(held)
    thing.suspend(desk[2], WHY)
    assert not thing.reinstate(desk[0], CLEARED)
    refused("four_eyes", thing.reinstate, desk[0], CLEARED)
    assert not in_force(held)
    assert thing.reinstate(desk[1], CLEARED) and in_force(held)


def test_a_wish_to_reinstate_waits_three_days_and_not_for_another_suspension(held, desk, clock):
    held.suspend(desk[1], WHY)
    held.uphold(desk[2])
    assert not held.reinstate(desk[0], CLEARED)
    clock.pass_by(days=3, minutes=1)
    assert not held.reinstate(desk[1], CLEARED) and not in_force(held)
    assert held.reinstate(desk[2], CLEARED)
    held.suspend(desk[2], WHY)
    held.uphold(desk[1])
    assert not held.reinstate(desk[1], CLEARED)


def test_the_wish_of_an_officer_whose_powers_rest_counts_for_nothing(held, desk):
    held.suspend(desk[1], WHY)
    held.uphold(desk[2])
    assert not held.reinstate(desk[0], CLEARED)
    desk[0].is_officer = False
    desk[0].save(update_fields=["is_officer"])
    assert not held.reinstate(desk[1], CLEARED) and not in_force(held)


@pytest.mark.parametrize("confirmed", [False, True])
def test_an_officer_reinstates_neither_their_own_mandate_nor_their_own_body(desk, thing, held, ada, clock, confirmed):
    ada.is_officer = True
    ada.save(update_fields=["is_officer"])
    thing.suspend(desk[1], WHY)
    if confirmed:
        thing.uphold(desk[2])
    refused("own_cause", thing.reinstate, ada, CLEARED)
    other = accredited(desk, person("Bo Lindqvist"), slug="snow", name="Ministry of Snow")
    other.suspend(desk[0], WHY)
    other.reinstate(ada, CLEARED)


def test_a_steward_suspends_for_the_body_until_two_officers_think_otherwise(held, desk, bo, clock):
    other = accredited(desk, bo, held.organisation)
    make_steward(desk, held)
    other.suspend(held.person, WHY)
    clock.pass_by(days=30)
    assert now(other) == State.SUSPENDED
    assert not other.reinstate(desk[0], CLEARED) and other.reinstate(desk[1], CLEARED)


def test_two_take_a_stewardship_away_and_one_that_of_an_association(held, desk, bo, clock):
    make_steward(desk, held)
    assert not held.make_steward(desk[0], False) and Mandate.objects.get(pk=held.pk).steward
    refused("four_eyes", held.make_steward, desk[0], False)
    clock.pass_by(days=3, minutes=1)
    assert not held.make_steward(desk[1], False) and Mandate.objects.get(pk=held.pk).steward
    assert held.make_steward(desk[2], False) and not Mandate.objects.get(pk=held.pk).steward
    mandate = accredited(desk, bo, sector="society", slug="wells", name="Wells for All")
    become_steward(mandate, desk[2])
    assert mandate.make_steward(desk[0], False) and not mandate.steward
