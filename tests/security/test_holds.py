"""A suspension of an official by one officer: it stops an impostor at once, and ends by itself unless another officer confirms it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.bodies.lapsing import lapse
from accounts.grounds import Reason
from accounts.models import Act, Mandate, User
from accounts.models.accredited import State
from accounts.sectors import OFFICIAL
from dialogue.live.refusals import Refusal
from tests.accounts.clock import own_clock
from tests.accounts.desk import ask, decides, ministry, officers
from tests.people import give_factor, person, say

WHY = Reason("doubt", "Her office rang.")
CLEARED = Reason("cleared")


@pytest.fixture
def desk(db):
    """Mallory the officer, and two who are honest."""
    return [give_factor(person("Mallory Officer", is_officer=True)), *officers()]


def minister(desk, who, **body) -> Mandate:
    """Two honest officers accredited them."""
    mandate = ask(give_factor(who), ministry(desk[1:], **body), "Adviser")
    mandate.accredit(desk[1])
    mandate.confirm(desk[2])
    return mandate


@pytest.fixture
def held(desk, ada) -> Mandate:
    return minister(desk, ada)


@pytest.fixture
def clock():
    with own_clock() as clock:
        yield clock


@pytest.fixture(params=["mandate", "body"])
def thing(request, held):
    """What is suspended: Ada's mandate, or her ministry."""
    return held if request.param == "mandate" else held.organisation


def two_make_a_steward(mandate: Mandate) -> list[User]:
    """Two more officers, who turned no key of it."""
    others = [give_factor(person(name, is_officer=True)) for name in ("Uma Sorensen", "Eli Novak")]
    assert [mandate.make_steward(officer, True) for officer in others] == [False, True]
    return others


def refused(code: str, verb, *about) -> None:
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        verb(*about)
    assert refusal.value.code == code


def now(held: Mandate) -> State:
    return Mandate.objects.get(pk=held.pk).state


def in_force(held: Mandate) -> bool:
    found = Mandate.objects.active().filter(pk=held.pk).exists()
    assert found is Mandate.objects.get(pk=held.pk).active()
    return found


@pytest.mark.parametrize("sector", OFFICIAL)
def test_mallory_stops_a_minister_at_once_and_for_three_days(desk, ada, room, clock, sector):
    mandate = minister(desk, ada, sector=sector)
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
    mallory, ivy, omar = desk
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


@pytest.mark.parametrize(
    "why", ["taken back", "lifted by two", "ended by two", "no officer now", "another of the body"]
)
def test_mallory_makes_nothing_last_by_what_is_no_word_of_another(held, desk, bo, clock, why):
    mallory, ivy, omar = desk
    if why == "another of the body":
        colleague = minister(desk, bo, slug="snow", name="Ministry of Snow")
        Mandate.objects.filter(pk=colleague.pk).update(organisation=held.organisation)
        Mandate.objects.get(pk=colleague.pk).suspend(ivy, WHY)
    else:
        held.suspend(ivy, WHY)
    if why == "taken back":
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
        ivy.save()
    held.suspend(mallory, WHY)
    assert now(held) == State.HELD


def test_mallory_lifts_one_hold_of_the_same_and_the_next_only_with_another(held, thing, desk, clock):
    mallory, ivy, omar = desk
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


def test_only_who_confirms_that_very_hold_frees_mallory(held, desk, bo, clock):
    adviser = ask(give_factor(bo), held.organisation, "Adviser")
    adviser.accredit(desk[1])
    adviser.confirm(desk[2])
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
    second = ask(held.person, held.organisation, "Special envoy")
    second.accredit(desk[1])
    second.confirm(desk[2])
    clock.pass_by(days=62)
    renewed = held.renew()
    renewed.accredit(desk[1])
    renewed.confirm(desk[2])
    for again in (second, renewed):
        refused("held_before", again.suspend, desk[0], WHY)


def test_a_ministry_and_who_speaks_for_it_are_one_to_mallory(held, desk, bo, clock):
    other = minister(desk, bo, slug="snow", name="Ministry of Snow")
    held.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    refused("held_before", held.organisation.suspend, desk[0], WHY)
    colleague = ask(give_factor(person("Zoe Laurent")), held.organisation, "Head of office")
    colleague.accredit(desk[1])
    colleague.confirm(desk[2])
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


def test_mallory_stops_three_officials_at_a_time_and_no_more(desk, clock):
    several = [minister(desk, person(f"{name} Mensah"), slug=name, name=f"Ministry of {name}")
               for name in ("Rain", "Snow", "Hail", "Fog")]  # fmt: skip
    several[0].suspend(desk[0], WHY)
    several[1].organisation.suspend(desk[0], WHY)
    several[2].suspend(desk[0], WHY)
    for fourth in (several[3], several[3].organisation):
        refused("many_held", fourth.suspend, desk[0], WHY)
    several[3].suspend(desk[1], WHY)
    several[2].uphold(desk[1])
    several[3].organisation.suspend(desk[0], WHY)


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
    desk[0].save()
    assert not held.reinstate(desk[1], CLEARED) and not in_force(held)


@pytest.mark.parametrize("confirmed", [False, True])
def test_an_officer_reinstates_neither_their_own_mandate_nor_their_own_body(desk, thing, held, ada, clock, confirmed):
    ada.is_officer = True
    ada.save()
    thing.suspend(desk[1], WHY)
    if confirmed:
        thing.uphold(desk[2])
    refused("own_cause", thing.reinstate, ada, CLEARED)
    other = ask(give_factor(person("Bo Lindqvist")), ministry(desk[1:], slug="snow", name="Ministry of Snow"))
    other.accredit(desk[1])
    other.confirm(desk[2])
    other.suspend(desk[0], WHY)
    other.reinstate(ada, CLEARED)


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
    mandate = ask(bo, ministry(desk[1:], sector="society"))
    mandate.accredit(desk[1])
    mandate.suspend(desk[0], WHY)
    clock.pass_by(days=30)
    assert now(mandate) == State.SUSPENDED
    assert mandate.reinstate(desk[0], CLEARED) and in_force(mandate)
    mandate.suspend(desk[0], WHY)


def test_a_steward_suspends_for_the_body_until_two_officers_think_otherwise(held, desk, bo, clock):
    other = ask(give_factor(bo), held.organisation, "Adviser")
    other.accredit(desk[1])
    other.confirm(desk[2])
    two_make_a_steward(held)
    other.suspend(held.person, WHY)
    clock.pass_by(days=30)
    assert now(other) == State.SUSPENDED
    assert not other.reinstate(desk[0], CLEARED) and other.reinstate(desk[1], CLEARED)


def test_holder_stewards_and_officers_are_told_at_each_step(
    held, thing, desk, ada, bo, mailoutbox, clock, django_capture_on_commit_callbacks
):
    steward = ask(give_factor(bo), held.organisation, "Head of office")
    steward.accredit(desk[1])
    steward.confirm(desk[2])
    others = two_make_a_steward(steward)
    everybody = {ada.email, bo.email, *(officer.email for officer in (*desk, *others))}

    def told(verb, *about) -> set[str]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*about)
        assert {letter.to[0] for letter in mailoutbox} == everybody
        for letter in mailoutbox:
            assert "Ministry of Rain" in letter.subject and "{" not in letter.body and "None" not in letter.body
        return {letter.body for letter in mailoutbox}

    assert all("ends by itself" in body and "Her office rang." in body for body in told(thing.suspend, desk[0], WHY))
    clock.pass_by(hours=73)
    assert all("No second officer has confirmed" in body for body in told(lapse, timezone.now()))
    lasts = "two officers reinstate"
    assert all(lasts in body and "Her office rang." in body for body in told(thing.suspend, desk[1], WHY))
    thing.reinstate(desk[0], CLEARED)
    assert all("Two officers have reinstated" in body for body in told(thing.reinstate, desk[2], CLEARED))
    told(thing.suspend, desk[1], WHY)
    assert all("nobody had confirmed" in body for body in told(thing.reinstate, desk[2], CLEARED))
    told(thing.suspend, desk[1], WHY)
    assert all(lasts in body and "Her office rang." in body for body in told(thing.uphold, desk[2]))
    kind = thing._meta.model_name
    verbs = [
        f"{kind}.{verb}" for verb in ("held", "lapsed", "upheld", "reinstated", "held", "lifted", "held", "upheld")
    ]
    assert list(Act.objects.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs


def test_what_has_ended_unnoticed_is_on_the_trail_before_it_begins_anew(held, desk, clock):
    held.suspend(desk[0], WHY)
    clock.pass_by(hours=73)
    held.suspend(desk[1], WHY)
    assert [act.verb for act in Act.objects.order_by("-pk")[:3]] == ["mandate.upheld", "mandate.lapsed", "mandate.held"]


def test_two_take_a_stewardship_away_and_one_that_of_an_association(held, desk, bo, clock):
    two_make_a_steward(held)
    assert not held.make_steward(desk[0], False) and Mandate.objects.get(pk=held.pk).steward
    refused("four_eyes", held.make_steward, desk[0], False)
    clock.pass_by(days=3, minutes=1)
    assert not held.make_steward(desk[1], False) and Mandate.objects.get(pk=held.pk).steward
    assert held.make_steward(desk[2], False) and not Mandate.objects.get(pk=held.pk).steward
    mandate = ask(bo, ministry(desk[1:], sector="society", slug="wells", name="Wells for All"))
    mandate.accredit(desk[1])
    mandate.make_steward(desk[2], True)
    assert mandate.make_steward(desk[0], False) and not mandate.steward


def test_the_desk_shows_what_an_officer_can_do_and_else_what_comes_first(held, desk, client, clock):
    page = f"/desk/mandate/{held.pk}/"

    def seen(who) -> set[str]:
        client.force_login(who)
        words = client.get(page).content.decode()
        return {verb for verb in ("suspend", "uphold", "reinstate", "revoke") if f'name="verb" value="{verb}"' in words}

    assert seen(desk[0]) == {"suspend"}
    assert "suspend it; another officer then revokes it" in client.get(page).content.decode()
    assert decides(client, held, "suspend", "doubt", "Her office rang.").status_code == 302
    assert seen(desk[0]) == {"reinstate"} and "another officer can" in client.get(page).content.decode()
    assert seen(desk[1]) == {"uphold", "reinstate", "revoke"}
    assert (
        "Her office rang." in client.get(page).content.decode()
        and "Ada Mensah" in client.get("/desk/").content.decode()
    )
    assert decides(client, held, "uphold", seen=0).status_code == 409
    assert decides(client, held, "uphold").status_code == 302 and now(held) == State.SUSPENDED
    assert (
        "has to confirm it within three days"
        in decides(client, held, "reinstate", "cleared", follow=True).content.decode()
    )
    assert seen(desk[1]) == {"revoke"} and seen(desk[0]) == {"reinstate"}
    assert "asked to reinstate it" in client.get("/desk/").content.decode()
    decides(client, held, "reinstate", "cleared")
    assert now(held) == State.ACTIVE and "asked to reinstate it" not in client.get("/desk/").content.decode()
    held.suspend(desk[2], WHY)
    clock.pass_by(hours=73)
    assert seen(desk[2]) == set() and "nobody confirmed it" in client.get(page).content.decode()
    assert seen(desk[0]) == {"suspend"} and "you confirm that" in client.get(page).content.decode()
    held.suspend(desk[0], WHY)
    held.reinstate(desk[1], CLEARED)
    held.reinstate(desk[2], CLEARED)
    held.suspend(desk[0], WHY)
    assert "Lift the suspension" in (client.force_login(desk[1]) or client.get(page)).content.decode()
    held.reinstate(desk[1], CLEARED)
    held.suspend(desk[0], WHY)
    assert "Ask to reinstate it" in client.get(page).content.decode()


def test_public_pages_say_of_a_hold_no_more_than_that_it_is_checked(held, desk, client, clock):
    held.organisation.suspend(desk[0], WHY)
    pages = ["/organisations/rain/", f"/mandates/{held.pk}/", f"/mandates/{held.pk}/card/", "/organisations/",
             f"/mandates/{held.pk}/?format=json"]  # fmt: skip
    for page in pages:
        said = client.get(page)
        assert said.status_code == 200
        words = said.content.decode()
        assert "paused while it is checked" in words or '"held"' in words, page
        assert "is paused while it is checked." in words or page in ("/organisations/", pages[-1]), page
        assert "suspended" not in words and "oubt" not in words and "office rang" not in words, page
    clock.pass_by(hours=72 + 1)
    for page in pages:
        words = client.get(page).content.decode()
        assert "paused" not in words and '"held"' not in words, page
    assert timezone.now() - held.accredited_at > timedelta(days=3)
