"""Role × action × object: every door of a room, by every kind of visitor, and an endpoint without a rule fails."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse

from dialogue.rooms import commands, policy
from dialogue.rooms.urls import urlpatterns
from forum.health import DOORS
from tests.forum.probe import ask
from tests.live.lines import session_of
from tests.people import person, say

# Doors that belong to no room: everyone may open them, and they look rooms up through the visitor.
OPEN = {
    "theme", "person", "search", "world", "countries", "countries-csv", "countries-json", "country",
    "organisations", "organisation", "suspensions", "suspension-decision",
    "rewordings", "room-rewording", "theme-rewording", "rewording-decision", "memberships", "membership-decision",
}  # fmt: skip
# Doors before Django, without session or room: what they answer to somebody without the operator's token.
OPERATORS = {"/health/live": 200, "/health/ready": 200, "/metrics": 404}
# What a form needs so that only the policy can refuse it.
FORMS = {
    "posts": {"text": "Hello."}, "revisions": {"text": "Other words."}, "withdrawal": {}, "reaction": {"kind": "agree"},
    "reading": {"seq": "1"}, "hiding": {"action": "hide"}, "lock": {"action": "lock"}, "pin": {"action": "pin"},
    "closure": {"action": "close"}, "slowness": {"seconds": "30"}, "mute": {"minutes": "10"}, "suspension": {"days": "1", "text": "Spam."},
}  # fmt: skip
MODERATION = {"hiding", "lock", "pin", "closure", "slowness", "mute", "suspension"}
OWN = {"revisions", "withdrawal"}
ROLES = ("visitor", "citizen", "member", "author", "staff")


def expected(name: str, role: str, members_only: bool) -> set[int]:
    """The answers the rule allows; 404 where the room must look as if it were not there."""
    knows = not members_only or role in ("member", "author", "staff")
    if name != "suspension" and not knows:
        return {404}
    if name in MODERATION:
        return {200, 302} if role == "staff" else {403}
    if name in OWN:
        return {200} if role == "author" else {403}
    return {200} if role != "visitor" else {403}


@pytest.fixture
def cast(room, members_room):
    people = {role: person(f"{role.title()} Person", is_staff=role == "staff") for role in ROLES[1:]}
    for role in ("member", "author"):
        members_room.admit(people[role])
    return people


@pytest.mark.parametrize("members_only", [False, True], ids=["public", "members"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_form_answers_every_role_as_the_policy_says(client, cast, room, members_room, name, role, members_only):
    place = members_room if members_only else room
    post = say(cast["author"], place, "Words.")
    if role != "visitor":
        client.force_login(cast[role])
    data = FORMS[name] | {"key": str(uuid4())}
    if name == "mute":
        data["person"] = cast["citizen"].handle
    if name == "suspension":
        address = reverse(name, args=[cast["author"].handle])
    else:
        pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
        address = reverse(name, args=[place.slug, post.seq] if "seq" in str(pattern.pattern) else [place.slug])
    answer = client.post(address, data, headers={"accept": "application/json"})
    assert answer.status_code in expected(name, role, members_only), answer.content[:300]


@pytest.mark.parametrize("name", ["words", "events", "posts-json", "feed", "room-world"])
@pytest.mark.parametrize("role", ROLES)
def test_every_other_way_to_read_a_members_room_hides_it_from_strangers(client, cast, members_room, name, role):
    post = say(cast["author"], members_room, "Between us.")
    if role != "visitor":
        client.force_login(cast[role])
    address = reverse(name, args=[members_room.slug, *([post.seq] if name == "words" else [])])
    answer = client.get(address, {"after": 0} if name == "events" else {}, headers={"accept": "application/json"})
    assert answer.status_code == (200 if role in ("member", "author", "staff") else 404)
    if answer.status_code == 404:
        assert b"Between us" not in answer.content


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", sorted(DOORS))
async def test_the_operators_doors_know_no_roles(settings, engine, role, path):
    """Health is told to anybody; the figures only to whoever brings the token, whatever their session says."""
    settings.METRICS_TOKEN = "a-token-of-thirty-two-characters"
    headers = {"Host": urlsplit(settings.ORIGINS[0]).netloc}
    if role != "visitor":
        who = await sync_to_async(person)(f"{role.title()} Person", is_staff=role == "staff")
        headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={await sync_to_async(session_of)(who)}"
    answer = await ask(path, headers=headers)
    assert answer.status == OPERATORS[path]


def test_no_door_is_without_a_rule():
    assert set(DOORS) == set(OPERATORS)
    for pattern in urlpatterns:
        assert pattern.name in OPEN or callable(getattr(pattern.callback, "rule", None)), pattern.name


def test_every_command_of_the_socket_has_a_form_behind_the_same_verb():
    forms = {commands.Post: "posts", commands.Edit: "revisions", commands.Withdraw: "withdrawal",
             commands.React: "reaction", commands.Read: "reading"}  # fmt: skip
    declared = {
        value for value in vars(commands).values() if isinstance(value, type) and value.__module__ == commands.__name__
    }
    assert declared == set(forms) and set(forms.values()) <= set(FORMS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["room-picture", "post-picture"])
def test_of_a_members_room_nobody_gets_a_picture(client, cast, members_room, name, role):
    """A picture is made to be passed on."""
    post = say(cast["author"], members_room, "Between us.")
    if role != "visitor":
        client.force_login(cast[role])
    address = reverse(name, args=[members_room.slug, *([post.seq] if name == "post-picture" else [])])
    assert client.get(address).status_code == 404


def test_nothing_changes_by_looking(client, cast, room, django_assert_max_num_queries):
    from dialogue.live.models import Event

    say(cast["author"], room, "Words.")
    client.force_login(cast["staff"])
    before = Event.objects.count()
    for pattern in urlpatterns:
        if pattern.name in ("live", *OPEN, "suspension"):
            continue
        client.get(reverse(pattern.name, args=[room.slug, 1] if "seq" in str(pattern.pattern) else [room.slug]))
    assert Event.objects.count() == before


def test_allows_makes_a_yes_or_no_of_a_rule(room):
    from dialogue.rooms.standing import Standing

    assert policy.allows(policy.read, Standing(room, None)) and not policy.allows(policy.speak, Standing(room, None))
