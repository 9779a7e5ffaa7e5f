"""Whoever comes to speak for a body is not shut out by one person: neither while the second key is missing, nor afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.grounds import Reason
from accounts.models import Act, Invitation, Mandate, Organisation, Suspension, User
from dialogue.rooms.models import Participant
from tests.people import give_factor, person

YEAR, HOLD, LONGEST_MUTE = timedelta(days=366), timedelta(hours=72), 60 * 24 * 30


def officer(name: str) -> User:
    return give_factor(person(name, is_officer=True))


@pytest.fixture
def officers(db) -> list[User]:
    return [officer("Ivy Castellano"), officer("Omar Haddad")]


def body(officers: list[User], sector: str) -> Organisation:
    return Organisation.objects.establish(
        officers, slug=sector, name=f"The {sector} of Wells", sector=sector, country="KE"
    )


def asked(who: User, organisation: Organisation) -> Mandate:
    now = timezone.now()
    return Mandate.ask(who, organisation, "Second spokesperson", now, now + timedelta(days=300))


def shut_out(who: User, room, by: User, client) -> None:
    """What one moderator can do to a citizen."""
    assert Suspension.propose(who, by, "Because.", lasts=YEAR).begun_at
    client.force_login(by)
    muting = {"person": who.handle, "minutes": str(LONGEST_MUTE)}
    assert client.post(reverse("mute", args=[room.slug]), muting).status_code == 302


def is_free_soon(who: User) -> bool:
    soon = timezone.now() + HOLD
    (muted,) = Participant.objects.filter(person=who).values_list("muted_until", flat=True)
    return User.objects.get(pk=who.pk).suspended_until <= soon and muted <= soon


def test_after_the_first_key_one_moderator_does_not_shut_out_who_comes_next(client, room, ada, grace, officers):
    mandate = asked(ada, body(officers, "government"))
    mandate.accredit(officers[0])
    assert not Suspension.propose(ada, grace, "Because.", lasts=YEAR).begun_at
    client.force_login(grace)
    muting = {"person": ada.handle, "minutes": str(LONGEST_MUTE)}
    assert client.post(reverse("mute", args=[room.slug]), muting).status_code == 403


def test_nor_whose_term_is_over_while_the_next_one_waits(ada, bo, grace, officers, clock):
    parliament = body(officers, "parliament")
    now = timezone.now()
    term = {"organisation": parliament, "title": "member", "valid_from": now - YEAR / 2}
    old = Mandate.objects.grant(by=officers, person=ada, valid_until=now + timedelta(days=1), **term)
    Mandate.objects.grant(by=officers, person=bo, valid_until=now + timedelta(days=1), **term)
    renewal = old.renew()
    clock.pass_by(days=32)
    assert Suspension.propose(bo, grace, "Because.", lasts=YEAR).begun_at
    assert not Suspension.propose(ada, grace, "Because.", lasts=YEAR).begun_at
    renewal.refuse(officers[1], Reason("other", "Not elected again."))
    assert Suspension.propose(ada, grace, "Because.", lasts=YEAR).begun_at


def test_whoever_only_asked_is_a_citizen(ada, grace, officers):
    asked(ada, body(officers, "government"))
    assert Suspension.propose(ada, grace, "Spam.", lasts=YEAR).begun_at


def test_with_the_second_key_what_one_moderator_imposed_ends_soon(client, room, ada, grace, officers):
    mandate = asked(ada, body(officers, "government"))
    shut_out(ada, room, grace, client)
    mandate.accredit(officers[0])
    assert not is_free_soon(ada)
    mandate.confirm(officers[1])
    assert is_free_soon(ada) and User.objects.get(pk=ada.pk).suspended()
    (told,) = Act.objects.filter(verb="silence.shortened")
    assert told.mandate == mandate and told.person == ada and told.actor is None and "shortened" in told.did


def test_and_with_the_only_key_of_an_association(client, room, ada, grace, officers):
    mandate = asked(ada, body(officers, "society"))
    shut_out(ada, room, grace, client)
    mandate.accredit(officers[0])
    assert is_free_soon(ada)


def test_and_when_an_invitation_is_accepted(client, room, ada, grace, officers):
    now = timezone.now()
    term = {"valid_from": now, "valid_until": now + timedelta(days=90)}
    (link,) = Invitation.invite(officers[0], body(officers, "society"), 1, timedelta(days=2), "Spokesperson", **term)
    client.force_login(grace)
    client.post(reverse("mute", args=[room.slug]), {"person": ada.handle, "minutes": str(LONGEST_MUTE)})
    Invitation.objects.of(link).get().accept(ada)
    assert timedelta(hours=71) < Participant.objects.get(person=ada).muted_until - timezone.now() < HOLD


def test_it_counts_from_when_it_was_imposed_and_what_is_short_stays(client, room, ada, bo, grace, officers, clock):
    wells = body(officers, "society")
    long, short = asked(ada, wells), asked(bo, wells)
    shut_out(ada, room, grace, client)
    clock.pass_by(days=4)
    Suspension.propose(bo, grace, "Spam.", lasts=timedelta(hours=5))
    until = User.objects.get(pk=bo.pk).suspended_until
    for mandate in (long, short):
        mandate.accredit(officers[0])
    assert not User.objects.get(pk=ada.pk).suspended() and not Participant.objects.get(person=ada).muted()
    assert User.objects.get(pk=bo.pk).suspended_until == until
    assert [act.person for act in Act.objects.filter(verb="silence.shortened")] == [ada]


def test_what_two_have_imposed_stays(ada, grace, officers):
    mandate = asked(ada, body(officers, "government"))
    mandate.accredit(officers[0])
    Suspension.propose(ada, grace, "A stolen account.", lasts=YEAR).confirm(person("Noor Aziz", is_staff=True))
    until = User.objects.get(pk=ada.pk).suspended_until
    mandate.confirm(officers[1])
    assert User.objects.get(pk=ada.pk).suspended_until == until and not Act.objects.filter(verb="silence.shortened")


def test_what_two_imposed_each_alone_stays_for_as_long_as_both_hold(ada, grace, officers):
    """On a citizen each begins at once: there is nothing that the second could confirm."""
    noor, mandate, now = person("Noor Aziz", is_staff=True), asked(ada, body(officers, "society")), timezone.now()
    mandate_of_another = asked(ada, body(officers, "business"))
    for by, days in ((grace, 300), (noor, 200), (grace, 5)):
        assert Suspension.propose(ada, by, "Spam.", lasts=timedelta(days=days)).begun_at
    mandate.accredit(officers[0])
    left = User.objects.get(pk=ada.pk).suspended_until - now
    assert timedelta(days=200) <= left < timedelta(days=201)
    mandate_of_another.accredit(officers[0])
    assert User.objects.get(pk=ada.pk).suspended_until - now == left


@pytest.mark.parametrize("second", ["the same again", "another whose ended", "another whose was lifted"])
def test_one_person_twice_is_one_and_so_is_who_is_left_of_two(ada, grace, officers, second, clock):
    noor, mandate = person("Noor Aziz", is_staff=True, is_lead=True), asked(ada, body(officers, "society"))
    by, days = (grace, 200) if second == "the same again" else (noor, 1)
    if second == "another whose was lifted":
        Suspension.propose(ada, noor, "Spam.", lasts=YEAR)
        Suspension.propose(ada, noor, "A mistake.", lasts=timedelta(0))
    else:
        Suspension.propose(ada, by, "Spam.", lasts=timedelta(days=days))
    Suspension.propose(ada, grace, "Spam.", lasts=YEAR)
    if second == "another whose ended":
        clock.pass_by(days=2)
    mandate.accredit(officers[0])
    assert User.objects.get(pk=ada.pk).suspended_until <= timezone.now() + HOLD
    assert Act.objects.filter(verb="silence.shortened").count() == 1


def test_whoever_confirmed_one_and_imposed_another_is_one_of_two(ada, grace, officers):
    noor, lena = person("Noor Aziz", is_staff=True), person("Lena Park", is_staff=True)
    mandate, now = asked(ada, body(officers, "government")), timezone.now()
    mandate.accredit(officers[0])
    Suspension.propose(ada, grace, "A stolen account.", lasts=timedelta(days=20)).confirm(noor)
    for by, lasts in ((noor, timedelta(days=40)), (lena, YEAR)):
        begun = {"begun_at": now, "until": now + lasts}
        Suspension.objects.create(person=ada, proposed_by=by, reason="Because.", lasts=lasts, **begun)
    ada.suspend(now + YEAR)
    mandate.confirm(officers[1])
    assert User.objects.get(pk=ada.pk).suspended_until == now + timedelta(days=40)
