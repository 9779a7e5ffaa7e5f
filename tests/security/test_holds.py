"""A suspension of an official by one officer: it stops an impostor at once, and ends by itself unless another officer confirms it."""

import pytest
from django.utils import timezone

from accounts.bodies.lapsing import lapse
from accounts.models import Act, Mandate
from accounts.models.accredited import State
from accounts.models.held import holds_end
from accounts.sectors import OFFICIAL
from dialogue.live.refusals import Refusal
from tests.people import person, say
from tests.security.officials import CLEARED, WHY, accredited, in_force, now, refused


@pytest.mark.parametrize("sector", OFFICIAL)
def test_mallory_stops_a_minister_at_once_and_for_three_days(desk, ada, room, clock, sector):
    mandate = accredited(desk, ada, sector=sector)
    assert say(ada, room, "As the ministry.", mandate=mandate.pk)
    mandate.suspend(desk[0], WHY)
    assert not in_force(mandate) and now(mandate) == State.HELD
    with pytest.raises(Refusal):
        say(ada, room, "Still here.", mandate=mandate.pk)
    clock.pass_by(hours=71)
    assert not in_force(mandate)
    clock.pass_by(hours=1, minutes=1)
    # Nobody has kept the house meanwhile.
    assert in_force(mandate) and now(mandate) == State.ACTIVE
    assert say(ada, room, "As before.", mandate=mandate.pk)


def test_a_ministry_comes_back_as_it_was_whoever_kept_the_house(held, desk, clock):
    held.organisation.suspend(desk[0], WHY)
    assert now(held) == State.HELD and not in_force(held)
    before = Mandate.objects.values("steward", "title", "valid_from", "valid_until", "confirmed_by").get()
    clock.pass_by(hours=73)
    assert in_force(held)
    assert lapse(timezone.now()) == 1 and lapse(timezone.now()) == 0
    assert in_force(held)
    assert Mandate.objects.values("steward", "title", "valid_from", "valid_until", "confirmed_by").get() == before


def test_another_officer_confirms_it_and_never_the_one_who_suspended(held, thing, desk, clock):
    thing.suspend(desk[0], WHY)
    refused("four_eyes", thing.uphold, desk[0])
    thing.uphold(desk[1])
    clock.pass_by(days=30)
    assert now(held) == State.SUSPENDED and not in_force(held) and lapse(timezone.now()) == 0
    refused("decided", thing.uphold, desk[2])


def test_nobody_confirms_what_has_ended_by_itself(thing, desk, clock):
    thing.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    refused("decided", thing.uphold, desk[1])


def test_who_is_no_officer_confirms_nothing(thing, desk, bo, ada):
    thing.suspend(desk[0], WHY)
    desk[1].authenticator_set.all().delete()
    for who in (bo, ada, desk[1]):
        refused("officer", thing.uphold, who)


def test_another_officer_ends_for_good_what_was_suspended_confirmed_or_not(held, desk, clock):
    refused("suspend_first", held.revoke, desk[0], WHY)
    held.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    refused("suspend_first", held.revoke, desk[1], WHY)
    held.suspend(desk[1], WHY)
    refused("suspend_first", held.revoke, desk[1], WHY)
    held.revoke(desk[0], WHY)
    assert now(held) == State.REVOKED
    clock.pass_by(days=5)
    assert lapse(timezone.now()) == 0


def test_of_civil_society_one_officer_suspends_and_reinstates_as_ever(desk, bo, clock):
    mandate = accredited(desk, bo, sector="society")
    mandate.suspend(desk[0], WHY)
    clock.pass_by(days=30)
    assert now(mandate) == State.SUSPENDED
    assert mandate.reinstate(desk[0], CLEARED) and in_force(mandate)
    mandate.suspend(desk[0], WHY)


def test_mallory_stops_three_officials_at_a_time_and_no_more(desk, clock):
    several = [accredited(desk, person(f"{name} Mensah"), slug=name, name=f"Ministry of {name}")
               for name in ("Rain", "Snow", "Hail", "Fog")]  # fmt: skip
    several[0].suspend(desk[0], WHY)
    several[1].organisation.suspend(desk[0], WHY)
    several[2].suspend(desk[0], WHY)
    for fourth in (several[3], several[3].organisation):
        refused("many_held", fourth.suspend, desk[0], WHY)
    several[3].suspend(desk[1], WHY)
    several[2].uphold(desk[1])
    several[3].organisation.suspend(desk[0], WHY)


def test_what_has_ended_unnoticed_is_on_the_trail_before_it_begins_anew(held, desk, clock):
    held.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    held.suspend(desk[1], WHY)
    assert [act.verb for act in Act.objects.order_by("-pk")[:3]] == ["mandate.upheld", "mandate.lapsed", "mandate.held"]


def test_of_two_holds_that_which_ends_first_is_when_her_lines_are_asked_again(held, desk, ada, clock):
    other = accredited(desk, ada, slug="snow", name="Ministry of Snow")
    other.suspend(desk[0], WHY)
    clock.pass_by(hours=10)
    held.suspend(desk[0], WHY)
    first, last = (Mandate.objects.get(pk=each.pk).hold_until for each in (other, held))
    assert first < last and holds_end([ada.pk]) == {ada.pk: first}
