"""Whoever speaks for a body is silenced by one moderator once in thirty days, by a mute or a suspension, in whichever room."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate, Organisation, Suspension, User
from dialogue.rooms.models import Participant, Room
from tests.people import give_factor, person

DAY = timedelta(days=1)


@pytest.fixture
def president(db) -> User:
    officers = [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]
    body = Organisation.objects.establish(officers, slug="wells", name="Wells for All", sector="society", country="KE")
    now, who = timezone.now(), person("Petra Nwosu")
    term = {"valid_from": now - DAY, "valid_until": now + 300 * DAY}
    Mandate.objects.grant(by=officers, person=who, organisation=body, title="President", **term)
    return who


@pytest.fixture
def other_room(theme) -> Room:
    return Room.objects.create(theme=theme, slug="other", titles={"en": "Another room"}, languages=["en"])


@pytest.fixture
def mute(client):
    def mute(by: User, who: User, room: Room, minutes: int = 4320):
        client.force_login(by)
        return client.post(reverse("mute", args=[room.slug]), {"person": who.handle, "minutes": str(minutes)})

    return mute


def test_one_moderator_does_not_mute_them_again_in_this_room_or_another(
    mute, room, other_room, president, grace, clock
):
    noor = person("Noor Aziz", is_staff=True)
    assert mute(grace, president, room).status_code == 302
    clock.pass_by(days=3)
    for where in (room, other_room):
        refused = mute(grace, president, where, 1)
        assert refused.status_code == 403 and "a second person confirms it" in refused.content.decode()
    assert not Participant.objects.filter(person=president, muted_until__gt=timezone.now()).exists()
    assert mute(noor, president, other_room).status_code == 302
    clock.pass_by(days=28)
    assert mute(grace, president, other_room).status_code == 302


def test_nor_suspends_them_alone_after_a_mute_or_mutes_them_after_a_suspension(mute, room, president, grace):
    noor = person("Noor Aziz", is_staff=True)
    assert Suspension.propose(president, noor, "Threats.", lasts=DAY).begun_at
    assert mute(noor, president, room).status_code == 403
    assert mute(grace, president, room).status_code == 302
    proposed = Suspension.propose(president, grace, "Threats.", lasts=2 * DAY)
    assert not proposed.begun_at
    proposed.confirm(noor)
    assert User.objects.get(pk=president.pk).suspended()


def test_a_mute_is_ended_at_any_time_and_counts_all_the_same(mute, room, president, grace):
    mute(grace, president, room)
    assert mute(grace, president, room, 0).status_code == 302
    assert not Participant.objects.get(person=president).muted()
    assert mute(grace, president, room).status_code == 403


def test_what_a_moderator_did_to_others_counts_for_nothing(mute, room, other_room, president, bo, grace):
    for where in (room, other_room, room):
        assert mute(grace, bo, where).status_code == 302
    assert mute(grace, president, room).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_they_are_told_by_mail_and_a_room_they_may_not_read_is_not_named(
    mute, room, other_room, president, bo, grace, mailoutbox
):
    Room.objects.filter(pk=other_room.pk).update(visibility=Room.Visibility.MEMBERS)
    noor = person("Noor Aziz", is_staff=True)
    for by, who, where in ((grace, bo, room), (noor, president, other_room), (grace, president, room)):
        assert mute(by, who, where).status_code == 302
    (letter,) = mailoutbox
    assert letter.to == [president.email] and room.title in letter.body and "UTC. You can still read" in letter.body
