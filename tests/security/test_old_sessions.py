"""A session of ten days ago uses no power of its owner: at every door of those who were entrusted with something or hold a mandate
it is asked who sits there, and nothing has changed. Whoever was given nothing is not asked, and learns of nothing."""

import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act, ChangeRequest, Evidence, Invitation, Mandate, Organisation, User
from accounts.reauthentication import OF_HOLDERS, OF_THE_ENTRUSTED, TAKING_ON, uses_power
from dialogue.live.refusals import NotAllowed
from dialogue.rooms.models import Post, Room
from dialogue.rooms.revising import Withdrawal, revise_one
from tests.people import give_factor, person, say, sign_in
from tests.security.doors import DOORS, named
from tests.security.world import World

pytestmark = pytest.mark.django_db
OLD, TODAY = timedelta(days=10), timedelta(hours=11)
ROLES = ("moderator", "officer", "administrator", "steward", "holder", "citizen")
ABOUT_BODIES = (Mandate, Organisation, Invitation, Evidence, ChangeRequest)
ADMINISTRATION = sorted(name for name in DOORS if name.startswith("admin:") and name != "admin:logout")


@pytest.fixture
def world(theme):
    return World(theme, dict.fromkeys(ROLES, ("fresh",)))


def who(world, role) -> User:
    return next(actor.user for actor in world.actors if actor.role == role)


def came(user, ago) -> Client:
    browser = Client()
    sign_in(browser, user, ago)
    return browser


def address(world, name) -> str:
    return reverse(name, args=[world.at_hand(each, "rain") for each in DOORS[name].args])


def asks(answer) -> bool:
    return answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]


def state(world) -> tuple:
    """What was decided about people and bodies, and what stands in the rooms."""
    return (
        Act.objects.count(), list(Mandate.objects.order_by("pk").values()), Invitation.objects.count(), Evidence.objects.count(),
        list(User.objects.order_by("pk").values("suspended_until", "is_staff", "is_officer", "is_superuser")),
        list(Post.objects.order_by("pk").values("hidden_at", "withdrawn_at")), list(Room.objects.order_by("pk").values()),
    )  # fmt: skip


ENTRUSTED = [*sorted(OF_THE_ENTRUSTED), *ADMINISTRATION]


def test_an_old_session_of_the_entrusted_is_asked_at_every_door_of_powers(world):
    before = state(world)
    for role in ("moderator", "officer", "administrator"):
        thief = came(who(world, role), OLD)
        for name in [*ENTRUSTED, *sorted(OF_HOLDERS)]:
            there = address(world, name)
            assert asks(thief.get(there)), (role, name)
            assert asks(thief.post(there, DOORS[name].form)), (role, name)
            said = thief.post(there, {}, headers={"accept": "application/json"})
            assert said.status_code == 403 and said.json()["error"]["code"] == "prove_first", (role, name)
    assert state(world) == before


def test_a_session_of_this_working_day_is_not(world):
    for role in ("moderator", "officer", "administrator"):
        owner = came(who(world, role), TODAY)
        for name in ENTRUSTED:
            assert not asks(owner.get(address(world, name))), (role, name)


@pytest.mark.parametrize("role", ["steward", "holder"])
def test_an_old_session_of_whoever_holds_a_mandate_gives_none_back_and_invites_nobody(world, role):
    minister, before = who(world, role), state(world)
    thief = came(minister, OLD)
    for name in sorted(OF_HOLDERS):
        assert asks(thief.post(address(world, name), {})), name
    assert asks(thief.post(reverse("mandate-resign", args=[minister.mandates.get().pk])))
    assert state(world) == before
    came(minister, TODAY).post(reverse("mandate-resign", args=[minister.mandates.get().pk]))
    assert state(world) != before


def test_who_was_given_nothing_is_told_the_same_by_an_old_session_as_by_a_new_one(world):
    citizen = who(world, "citizen")
    old, new = came(citizen, OLD), came(citizen, timedelta(0))
    for name in [*ENTRUSTED, *sorted(OF_HOLDERS)]:
        there = address(world, name)
        for send in ("get", "post"):
            first, second = getattr(old, send)(there), getattr(new, send)(there)
            assert not asks(first) and first.status_code == second.status_code, (name, send)


def test_nobody_takes_on_to_speak_for_a_body_by_an_old_session(world):
    for role in ("citizen", "holder"):
        before, thief, owner = state(world), came(who(world, role), OLD), came(who(world, role), TODAY)
        for name in sorted(TAKING_ON):
            there = address(world, name)
            assert asks(thief.get(there)) and asks(thief.post(there, {})) and not asks(owner.get(there)), (role, name)
        assert state(world) == before
    guest = Client()
    assert not any(asks(guest.post(address(world, name), {})) for name in TAKING_ON)


def test_a_minister_is_not_asked_at_the_doors_of_moderators(world):
    holder = who(world, "holder")
    assert not any(uses_power(holder, name) for name in ENTRUSTED)


def test_every_door_of_the_desk_of_moderators_and_of_proposals_is_one_of_them():
    modules = (
        "accounts.desk",
        "accounts.entrusting",
        "dialogue.rooms.views.memberships",
        "dialogue.rooms.views.moderation",
        "dialogue.rooms.views.rewordings",
        "dialogue.rooms.views.suspensions",
    )
    found = {
        name for name, pattern in named()
        if getattr(inner(pattern.callback), "__module__", "").startswith(modules)
    }  # fmt: skip
    # Whoever asks for a mandate shows what they have; officers only read it.
    assert found - {"organisation-evidence", "mandate-evidence"} == OF_THE_ENTRUSTED


def test_every_door_that_changes_something_about_bodies_asks_who_sits_there(world):
    """Found by what its module knows of: whoever writes another such door has to say which kind it is."""
    holder, found = came(who(world, "holder"), timedelta(0)), set()
    for name, pattern in named():
        module = sys.modules.get(getattr(inner(pattern.callback), "__module__", ""))
        knows = (
            [each for each in vars(module).values() if any(each is model for model in ABOUT_BODIES)] if module else []
        )
        of_bodies = module and module.__name__.startswith(("accounts.bodies", "accounts.desk"))
        if (knows or of_bodies) and holder.post(address(world, name), {}).status_code != 405:
            found.add(name)
    assert {"mandate-evidence", "organisation-evidence", "mandate-resign"} <= found
    assert found <= OF_THE_ENTRUSTED | OF_HOLDERS | TAKING_ON


def inner(view):
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def test_whoever_was_asked_after_a_form_comes_back_to_the_page_it_was_on(grace, room):
    thief = came(grace, OLD)
    page = reverse("room", args=[room.slug])
    for before, back in (
        (f"http://testserver{page}", page),
        ("https://evil.example/x", reverse("home")),
        ("", reverse("home")),
    ):
        answer = thief.post(reverse("closure", args=[room.slug]), {"action": "close"}, headers={"referer": before})
        assert answer.headers["Location"].replace("%2F", "/").endswith(f"next={back}")


def test_invented_moderators_have_nothing_to_show(room):
    invented = person("Ines Invented", is_staff=True, origin="demonstration")
    answer = came(invented, OLD).post(reverse("closure", args=[room.slug]), {"action": "close"})
    assert not asks(answer)
    room.refresh_from_db()
    assert room.closed


def test_an_old_session_takes_back_no_words_of_a_body_but_its_own(ada, room, mandate):
    official, own = say(ada, room, "We ratify.", mandate=mandate.pk), say(ada, room, "I am glad.")
    thief = came(ada, OLD)

    def take_back(browser, post):
        return revise_one(
            Withdrawal(room.stream_id, room.pk, ada.pk, uuid4(), post.seq, session=browser.session.session_key)
        )

    with pytest.raises(NotAllowed) as refused:
        take_back(thief, official)
    assert refused.value.code == "prove_first"
    take_back(thief, own)
    take_back(came(ada, TODAY), official)
    official.refresh_from_db()
    assert official.state == "withdrawn" and timezone.now() >= official.withdrawn_at


def test_an_officer_who_never_showed_anything_is_asked(db):
    officer = give_factor(person("Omar Haddad", is_officer=True))
    browser = Client()
    sign_in(browser, officer, methods=())
    assert asks(browser.get(reverse("desk")))
