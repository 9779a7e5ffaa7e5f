"""Who reads what was said among members is decided by two administrators; an assistant makes nobody a member, and ends nothing."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Act, User
from dialogue.live.models import Stream
from dialogue.rooms.models import Membership, Participant, Room
from tests.people import person, say

ADMINISTRATOR = {"is_staff": True, "is_superuser": True}


@pytest.fixture
def two(db) -> list[User]:
    return [person(name, **ADMINISTRATOR) for name in ("Sam Okello", "Rosa Lindt")]


@pytest.fixture
def assistant(db) -> User:
    who = person("Anna Assistant", is_staff=True)
    who.user_permissions.set(Permission.objects.all())
    return who


@pytest.fixture
def inner(members_room, ada) -> Room:
    """Ada has said something there, among members."""
    members_room.admit(ada)
    say(ada, members_room, "Between us.")
    return members_room


def reads(client, who) -> bool:
    client.force_login(who)
    return client.get(reverse("room", args=["inner"])).status_code == 200


def test_one_person_makes_members_only_until_something_was_said(client, members_room, ada, bo, mallory, assistant):
    client.force_login(assistant)
    add = reverse("admin:rooms_participant_add")
    assert client.post(add, {"person": bo.pk, "room": members_room.pk, "member": "on"}).status_code == 302
    assert reads(client, bo)
    members_room.admit(ada)
    say(ada, members_room, "Between us.")
    client.force_login(assistant)
    client.post(add, {"person": mallory.pk, "room": members_room.pk, "member": "on"})
    outside = Participant.objects.create(room=members_room, person=mallory)
    client.post(reverse("admin:rooms_participant_change", args=[outside.pk]), {"member": "on"})
    assert not reads(client, mallory)


@pytest.mark.parametrize("page", ["change", "add"])
def test_words_that_are_said_meanwhile_come_first(client, members_room, ada, bo, assistant, monkeypatch, page):
    """Whoever waits for the record finds it as the one before has left it."""
    members_room.admit(ada)
    records, said = type(Stream.objects), []
    lock = records.lock

    def ada_was_first(self, ids):
        if not said:
            said.append("Between us.")
            say(ada, members_room, *said)
        return lock(self, ids)

    there = [Participant.objects.create(room=members_room, person=bo).pk] if page == "change" else []
    client.force_login(assistant)
    monkeypatch.setattr(records, "lock", ada_was_first)
    form = {"person": bo.pk, "room": members_room.pk, "member": "on"}
    answer = client.post(reverse(f"admin:rooms_participant_{page}", args=there), form)
    assert said and answer.status_code == (302 if there else 403)
    assert not reads(client, bo)


def test_one_person_ends_no_membership_of_who_has_spoken(client, inner, ada, two, assistant):
    place = inner.participants.get(person=ada)
    for who in (assistant, two[0]):
        client.force_login(who)
        client.post(reverse("admin:rooms_participant_change", args=[place.pk]), {})
    assert reads(client, ada)


@pytest.mark.parametrize("joins", [True, False])
def test_it_takes_two_administrators_and_the_person_reads_why(
    client, inner, bo, two, joins, django_capture_on_commit_callbacks
):
    sam, rosa = two
    if not joins:
        inner.admit(bo)
    proposed = Membership.propose(bo, sam, "Asked by both houses.", room=inner, joins=joins)
    assert reads(client, bo) != joins
    for wrong in (sam, bo):
        with pytest.raises(ValidationError):
            proposed.confirm(wrong)
    with django_capture_on_commit_callbacks(execute=True):
        proposed.confirm(rosa)
    assert reads(client, bo) == joins
    assert "Asked by both houses." in mail.outbox[-1].body and mail.outbox[-1].to == [bo.email]
    told = Act.objects.filter(person=bo).order_by("pk").values_list("verb", "actor", "data__room")
    assert list(told) == [("membership.proposed", sam.pk, inner.pk), ("membership.confirmed", rosa.pk, inner.pk)]


@pytest.mark.parametrize(
    "fields", [{}, {"is_staff": True}, {"is_officer": True}], ids=["citizen", "moderator", "officer"]
)
def test_nobody_else_proposes_or_confirms(inner, bo, two, fields):
    who = person("Mal Other", **fields)
    with pytest.raises(ValidationError):
        Membership.propose(bo, who, "Trust me.", room=inner, joins=True)
    with pytest.raises(ValidationError):
        Membership.propose(bo, two[0], "Requested.", room=inner, joins=True).confirm(who)


def test_by_the_page(client, inner, bo, two):
    sam, rosa = two
    client.force_login(sam)
    page = reverse("memberships")
    assert client.post(page, {"person": bo.handle, "room": "inner", "joins": "join"}).status_code == 200
    form = {"person": bo.handle, "room": "inner", "joins": "join", "reason": "Requested."}
    assert client.post(page, form).status_code == 302
    decide = reverse("membership-decision", args=[Membership.objects.get().pk])
    client.post(decide, {"action": "confirm"})
    assert not reads(client, bo)
    client.force_login(rosa)
    assert "Requested." in client.get(page).content.decode()
    client.post(decide, {"action": "confirm"})
    assert reads(client, bo)


@pytest.mark.parametrize(("before", "after"), [("members", "public"), ("public", "members")])
def test_who_may_read_changes_only_while_nobody_is_a_member(client, members_room, bo, assistant, before, after):
    """Before a word is said: Bo may be writing for the others there."""
    Room.objects.filter(pk=members_room.pk).update(visibility=before)
    members_room.admit(bo)
    change = reverse("admin:rooms_room_change", args=[members_room.pk])
    words = {"titles": {"en": "Inner"}, "questions": {"en": "What next?"}, "languages": ["en"]}
    form = {name: json.dumps(value) for name, value in words.items()} | {"visibility": after}
    form |= {"slug": "inner", "theme": members_room.theme_id, "speakers": "members", "record": "withdrawn"}
    client.force_login(assistant)
    assert "This room has members, so who can read it cannot change" in client.post(change, form).content.decode()
    assert Room.objects.get(pk=members_room.pk).visibility == before
    assert client.post(change, form | {"visibility": before, "speakers": "everyone"}).status_code == 302
    members_room.dismiss(bo)
    assert client.post(change, form).status_code == 302
    assert Room.objects.get(pk=members_room.pk).visibility == after
