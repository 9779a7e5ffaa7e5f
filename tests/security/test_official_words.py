"""What stands under the name of a body is the body's at every moment: every verb that changes what an official post shows, in
every state of the mandate, the body, the person and the second factor, by form and by socket. A verb without an entry fails."""

from contextlib import nullcontext
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate, Organisation, User
from dialogue.live.kinds import KINDS
from dialogue.live.refusals import NotAllowed
from dialogue.live.stay import Stay
from dialogue.rooms import commands
from dialogue.rooms.models import Participant, Post
from dialogue.rooms.urls import urlpatterns
from tests.accounts.model import Body, Held, World
from tests.live.lines import Line
from tests.people import give_factor, person, say, sign_in

SAID, HTML = "We sign.", '<p dir="auto">We sign.</p>'
# Every door that takes a form and every command: the verb by which it changes what an official post shows; "" for those that
# change no post that is there. "posts" says something new, under the rule of tests/accounts/machine.py.
DOORS = {
    "revisions": "edit", "withdrawal": "withdraw", "hiding": "restore", "posts": "", "preview": "", "reaction": "",
    "reading": "", "lock": "", "pin": "", "closure": "", "slowness": "", "mute": "", "suspension": "",
    "suspension-decision": "", "room-rewording": "", "theme-rewording": "", "rewording-decision": "", "memberships": "",
    "membership-decision": "",
}  # fmt: skip
COMMANDS = {"Edit": "edit", "Withdraw": "withdraw", "Post": "", "React": "", "Read": ""}
READ_BY_ANY_METHOD = {"live", "feed"}
# What the record can tell of a post, and by which verb; "leave" erases an account and shows no new words.
EVENTS = {
    "post.said": "", "post.edited": "edit", "post.withdrawn": "withdraw", "post.hidden": "", "post.restored": "restore",
    "post.unnamed": "leave",
}  # fmt: skip
MANDATES = ("in force", "over", "suspended", "revoked", "refused", "unconfirmed")
BODIES = ("in force", "suspended", "revoked")
AWAY = ("suspended", "shut out", "muted")
# (mandate, body, second factor, theme covered, person): how the two stand, and what else may be missing.
STATES = [(*both, True, True, "here") for both in product(MANDATES, BODIES)]
MISSING = [(False, True, "here"), (True, False, "here"), *((True, True, person) for person in AWAY)]
STATES += [(held, "in force", *missing) for held, missing in product(("in force", "over"), MISSING)]


@pytest.fixture
def post(room, ada, mandate) -> Post:
    return say(ada, room, SAID, mandate=mandate.pk)


def bring_about(post: Post, state: tuple, hidden: bool) -> None:
    """Everything as `state` says, and the post as it was said."""
    held, body, factor, covered, person = state
    now, day = timezone.now(), timedelta(days=1)
    Post.objects.filter(pk=post.pk).update(
        text=SAID, html=HTML, withdrawn_at=None, edited_seq=0, hidden_at=now if hidden else None
    )
    Mandate.objects.filter(pk=post.mandate_id).update(
        valid_until=now - day / 2 if held == "over" else now + day,
        suspended_at=now if held == "suspended" else None, revoked_at=now if held == "revoked" else None,
        refused_at=now if held == "refused" else None, confirmed_at=None if held == "unconfirmed" else now,
        themes=[] if covered else ["another"],
    )  # fmt: skip
    Organisation.objects.filter(pk=post.mandate.organisation_id).update(
        suspended_at=now if body == "suspended" else None, revoked_at=now if body == "revoked" else None
    )
    Authenticator.objects.filter(user=post.author).delete()
    if factor:
        give_factor(post.author)
    User.objects.filter(pk=post.author_id).update(
        suspended_until=now + day if person == "suspended" else None, is_active=person != "shut out"
    )
    Participant.objects.update_or_create(
        room=post.room, person=post.author, defaults={"muted_until": now + day if person == "muted" else None}
    )


def expected(verb: str, state: tuple) -> bool:
    """What the model of accreditation says, and how the person stands."""
    held, body, factor, covered, person = state
    now = timezone.now()
    modelled = Held(
        "ada", 2, ["ivy"] if held == "unconfirmed" else ["ivy", "omar"], refused=held == "refused",
        revoked=held == "revoked", suspended="ivy" if held == "suspended" else "", begins=now - timedelta(days=1),
        body=Body("bo", 2, ["ivy", "omar"], suspended="ivy" if body == "suspended" else "", revoked=body == "revoked", public=True),
        ends=now - timedelta(hours=12) if held == "over" else now + timedelta(days=1),
    )  # fmt: skip
    here = person in ("here", "muted")
    if verb == "withdraw":
        return here
    if verb == "restore":
        # The calendar alone makes rightful words no less rightful.
        modelled.ends = now + timedelta(days=1)
    elif person == "muted":
        return False
    speaks = World(set(), {"ada"} if factor else set()).speaks(modelled, now)
    return here and covered and speaks == ""


def shown(post: Post) -> str:
    """What its place shows to everybody."""
    now = Post.objects.get(pk=post.pk)
    return now.html.strip() if now.state == "shown" else ""


FORMS = {"edit": {"text": "We withdraw."}, "withdraw": {}, "restore": {"action": "restore"}}
AFTER = {"edit": '<p dir="auto">We withdraw.</p>', "withdraw": "", "restore": HTML}


@pytest.mark.parametrize("door", sorted(name for name, verb in DOORS.items() if verb))
def test_by_form_official_words_change_only_while_the_mandate_carries_them(post, ada, grace, door):
    verb = DOORS[door]
    client = Client()
    for state in STATES:
        bring_about(post, state, hidden=verb == "restore")
        sign_in(client, grace if verb == "restore" else ada)
        answer = client.post(
            reverse(door, args=[post.room.slug, post.seq]), FORMS[verb], headers={"accept": "application/json"}
        )
        allowed = expected(verb, state)
        assert (answer.status_code == 200) is allowed, (state, answer.content)
        assert shown(post) == (AFTER[verb] if allowed else "" if verb == "restore" else HTML), state


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", sorted(name for name, verb in COMMANDS.items() if verb))
async def test_by_socket_official_words_change_only_while_the_mandate_carries_them(
    engine, room, post, ada, command, monkeypatch
):
    """The line is open before anything ends, and nothing tells it that something has."""
    monkeypatch.setattr(Stay, "reconsider", lambda stay: None)
    tag, verb = command.lower(), COMMANDS[command]
    words = {"text": "We withdraw."} if verb == "edit" else {}
    for state in STATES:
        await sync_to_async(bring_about)(post, STATES[0], hidden=False)
        async with Line(room, ada) as line:
            await sync_to_async(bring_about)(post, state, hidden=False)
            await line.send(do=tag, key=str(uuid4()), post=post.seq, **words)
            answer = await line.hear("ack", "error", "closed")
            assert ("ack" in answer) is expected(verb, state), (state, answer)
            assert await sync_to_async(shown)(post) == (AFTER[verb] if "ack" in answer else HTML), state


def test_a_minister_dismissed_five_minutes_ago_takes_words_back_and_cannot_change_them(post, ada, client):
    bring_about(post, ("revoked", "in force", True, True, "here"), hidden=False)
    sign_in(client, ada)
    address = reverse("revisions", args=[post.room.slug, post.seq])
    refused = client.post(address, {"text": "We declare war."}, headers={"accept": "application/json"})
    assert "You can withdraw this post, but not edit it." in refused.json()["error"]["message"]
    client.post(reverse("withdrawal", args=[post.room.slug, post.seq]))
    page = Client().get(reverse("room", args=[post.room.slug])).content.decode()
    assert "Assembly of the Isles" in page and 'data-state="withdrawn"' in page


def test_words_of_a_mandate_that_is_no_longer_known_are_nobodys_to_change(post, ada, grace, client):
    Post.objects.filter(pk=post.pk).update(mandate=None)
    sign_in(client, ada)
    assert client.post(reverse("revisions", args=[post.room.slug, post.seq]), {"text": "No."}).status_code == 403
    post.refresh_from_db()
    post.hide(grace)
    client.force_login(grace)
    assert client.post(reverse("hiding", args=[post.room.slug, post.seq]), {"action": "restore"}).status_code == 403


def test_every_door_that_takes_a_form_says_what_it_does_to_official_words(post, grace, client):
    client.force_login(grace)
    taking = set()
    for pattern in urlpatterns:
        if pattern.name in READ_BY_ANY_METHOD:
            continue
        wanted = {"slug": post.room.slug, "seq": post.seq, "handle": grace.handle, "code": "gh", "pk": 1}
        given = {name: wanted[name] for name in pattern.pattern.converters}
        # A form without its fields: who looks at it at all is one who takes it.
        if client.post(reverse(pattern.name, kwargs=given)).status_code != 405:
            taking.add(pattern.name)
    assert taking == set(DOORS)


def test_every_command_and_every_event_says_what_it_does_to_official_words():
    declared = {name for name, each in vars(commands).items()
                if isinstance(each, type) and each.__module__ == commands.__name__}  # fmt: skip
    assert declared == set(COMMANDS)
    assert {name for name in KINDS if name.startswith("post.")} == set(EVENTS)
    assert {*DOORS.values(), *COMMANDS.values()} | {"leave"} == set(EVENTS.values())


def test_one_moderator_does_not_take_away_for_good_what_a_former_minister_said(post, ada, grace):
    """Two do what is right: who hid it, and another who shows it again. What was hidden before the end stays hidden."""
    lena = person("Lena Park", is_staff=True)
    give_factor(lena)
    early = say(ada, post.room, "Hidden while it was in force.", mandate=post.mandate_id)
    early.hide(grace)
    post.mandate.resign(ada)
    post.hide(grace)
    for words, by in ((post, grace), (early, lena)):
        with pytest.raises(NotAllowed):
            words.restore(by)
    post.restore(lena)
    assert shown(post) == HTML and post.hidden_at is None


def test_what_officers_ended_is_shown_again_by_nobody(post, ada, grace):
    lena = person("Lena Park", is_staff=True)
    give_factor(lena)
    Mandate.objects.filter(pk=post.mandate_id).update(revoked_at=timezone.now(), revoked_by=lena)
    post.hide(grace)
    with pytest.raises(NotAllowed):
        post.restore(lena)


def test_words_under_a_mandate_that_begins_tomorrow_stay_hidden_today(post, grace):
    post.hide(grace)
    day = timedelta(days=1)
    for begins, comes_back in ((timezone.now() + day, False), (timezone.now() - day, True)):
        Mandate.objects.filter(pk=post.mandate_id).update(valid_from=begins, valid_until=timezone.now() + 2 * day)
        with nullcontext() if comes_back else pytest.raises(NotAllowed):
            post.restore(grace)
    assert shown(post) == HTML
