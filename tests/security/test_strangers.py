"""What a stranger may know of a person: every kind of person, at every address there is, against the one rule that says it.

And who reads in silence: nothing that is told of a crowd depends on who came.
"""

from datetime import timedelta
from itertools import product
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings, strategies

from accounts import leaving
from accounts.models import Mandate, Organisation, User
from dialogue.live.crowd import LEAST, READERS, published
from dialogue.live.presence import Presence
from dialogue.live.seat import Person
from dialogue.rooms.known import known_to
from dialogue.rooms.suspension import suspend
from tests.people import person, react, say, withdraw
from tests.security.addresses import filled

NOW = timezone.now


def never_spoke(who, room, inner, grace):
    Client().force_login(who)


def unconfirmed(who, room, inner, grace):
    """Signed up, and never came in."""


def unconfirmed_and_findable(who, room, inner, grace):
    User.objects.filter(pk=who.pk).update(findable=True)


def only_reacts(who, room, inner, grace):
    never_spoke(who, room, inner, grace)
    react(who, room.posts.order_by("seq").first(), "agree")


def only_asks(who, room, inner, grace):
    body = Organisation.objects.establish(slug="asked", name="Asked Body", sector="society", country="SE")
    Mandate.ask(who, body, "member", NOW(), NOW() + timedelta(days=90))


def asks_for_a_body(who, room, inner, grace):
    Organisation.ask(who, name="Body Nobody Knows", sector="society", level="global")


def spoke_inside(who, room, inner, grace):
    inner.admit(who)
    say(who, inner, "Between us.")


def left(who, room, inner, grace):
    say(who, room, "Before I go.")
    leaving.ask(who)
    leaving.finish(NOW() + timedelta(days=15))


def spoke(who, room, inner, grace):
    say(who, room, "Hello.")


def hid_country(who, room, inner, grace):
    spoke(who, room, inner, grace)
    User.objects.filter(pk=who.pk).update(show_country=False)


def hid_posts(who, room, inner, grace):
    say(who, room, "Unlistedwords.")
    User.objects.filter(pk=who.pk).update(show_posts=False)


def withdrew(who, room, inner, grace):
    withdraw(who, say(who, room, "Never mind."))


def was_hidden(who, room, inner, grace):
    say(who, room, "Harsh words.").hide(grace)


def suspended(who, room, inner, grace):
    spoke(who, room, inner, grace)
    suspend(who, timedelta(days=3), grace, "Spam.")


def holder(who, room, inner, grace):
    body = Organisation.objects.establish(slug="held", name="Held Body", sector="society", country="CV")
    Mandate.objects.grant(
        by=(grace, None), person=who, organisation=body, title="member", valid_from=NOW(), valid_until=NOW() + timedelta(days=90)
    )  # fmt: skip


def findable(who, room, inner, grace):
    never_spoke(who, room, inner, grace)
    User.objects.filter(pk=who.pk).update(findable=True)


UNKNOWN = (
    never_spoke,
    unconfirmed,
    unconfirmed_and_findable,
    only_reacts,
    only_asks,
    asks_for_a_body,
    spoke_inside,
    left,
)
KNOWN = (spoke, hid_country, hid_posts, withdrew, was_hidden, suspended, holder, findable)
# The countries nobody else is from, so that a country found is theirs.
COUNTRIES = ("BT", "TV", "NR", "PW", "KI", "WS", "TO", "VU", "FJ", "SB", "MV", "SC", "KM", "ST", "CV", "BN")


@pytest.fixture
def world(room, members_room, grace, bo):
    """{what somebody did: who}; and room, so that nobody who spoke is alone there."""
    say(bo, room, "First words.")
    people = {}
    for number, deed in enumerate((*UNKNOWN, *KNOWN)):
        name = f"{deed.__name__.replace('_', '').title()} Marker"
        people[deed] = who = person(name, country=COUNTRIES[number])
        deed(who, room, members_room, grace)
        who.refresh_from_db()
        who.marker = name
    return people


def page(client, name: str, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.fixture(params=["guest", "mallory"])
def stranger(request, client, mallory):
    if request.param == "mallory":
        client.force_login(mallory)
    return client


def test_the_rule_itself(world, members_room, mallory, grace, bo):
    for viewer in (AnonymousUser(), mallory):
        known = set(known_to(viewer))
        assert not known & {world[deed] for deed in UNKNOWN}
        assert known >= {world[deed] for deed in KNOWN}
    members_room.admit(mallory)
    assert world[spoke_inside] in known_to(mallory), "whoever reads a room knows who speaks there"
    assert world[only_reacts] in known_to(grace) and world[left] not in known_to(grace)
    assert all(world[deed] in known_to(world[deed]) for deed in UNKNOWN if deed is not left), (
        "everybody knows themselves"
    )


def test_whoever_is_not_known_appears_at_no_address_there_is(world, room, stranger):
    values = {
        "slug": room.slug, "seq": "1", "pk": "1", "handle": world[never_spoke].handle, "code": "bt", "section": "rooms",
        "kind": "mandate", "token": "none", "key": "none", "content_type_id": "1", "object_id": "1",
        "app_label": "accounts", "url": "x",
    }  # fmt: skip
    bodies = {"slug": "held"}
    special = dict.fromkeys(("organisation", "steward", "invitations", "speak_for_body"), bodies) | {
        "theme": {"slug": "climate"}
    }
    seen = 0
    for name, path in filled(values, **special):
        if path.startswith("/admin/"):
            continue
        answer = stranger.get(path)
        text = b"".join(answer) if answer.streaming else answer.content
        seen += answer.status_code == 200
        for deed in UNKNOWN:
            assert world[deed].marker.encode() not in text, (name, deed.__name__)
    assert seen > 30


def test_people_are_found_as_the_rule_says(world, stranger):
    for deed, who in world.items():
        text = page(stranger, "search", q=who.marker.split()[0], **{"in": "people"})
        assert (f"/people/{who.handle}/" in text) == (deed in KNOWN and deed is not suspended), deed.__name__


def test_the_page_of_somebody_is_there_as_the_rule_says(world, stranger):
    for deed, who in world.items():
        answer = stranger.get(reverse("person", args=[who.handle]))
        assert answer.status_code == (200 if deed in KNOWN else 404), deed.__name__
    assert "Unlistedwords" not in page(stranger, "person", world[hid_posts].handle)


def test_a_country_one_keeps_to_oneself_is_told_and_found_nowhere(world, stranger):
    hides, shows = world[hid_country], world[spoke]
    for who, told in ((hides, False), (shows, True)):
        name = {"KI": "Kiribati"}.get(who.country) or who.shown_country
        assert bool(who.shown_country) == told
        found = page(stranger, "search", q=who.marker.split()[0], region=who.region, **{"in": "people"})
        assert (f"/people/{who.handle}/" in found) == told, name
    from accounts.places import country_name

    for text in (
        page(stranger, "person", hides.handle),
        page(stranger, "search", q=hides.marker.split()[0], **{"in": "people"}),
    ):
        main = text.partition("<main")[2].partition("</main>")[0]
        assert hides.marker in main and country_name(hides.country, "en") not in main


def test_the_figures_of_the_first_page_count_nobody_who_is_not_known(world, client, room):
    context = client.get(reverse("home")).context
    assert context["people_count"] == known_to(AnonymousUser()).count()
    before = context["people_count"], context["geography"].spoken
    person("Silent Newcomer", country="LI")
    context = client.get(reverse("home")).context
    assert (context["people_count"], context["geography"].spoken) == before


# Presence

CELLS = ("", "citizen GH", "citizen SE", "government")


def tables(cells: dict[str, int]) -> list[dict[str, int]]:
    """Everything a watcher can work out from what is told: each table with what is left of the total."""
    told = published(cells)
    rest = told["total"] - sum(told["countries"].values())
    return [
        {"total": told["total"]},
        told["sectors"],
        {"named": told["total"] - told["sectors"].get(READERS, 0)},
        told["countries"] | {"elsewhere": rest},
    ]


def test_no_coming_or_going_of_a_silent_person_changes_a_cell_of_fewer_than_five():
    for numbers in product(range(8), repeat=len(CELLS)):
        cells = dict(zip(CELLS, numbers, strict=True))
        before, after = tables(cells), tables(cells | {"": cells[""] + 1})
        for one, other in zip(before, after, strict=True):
            for cell in one.keys() | other.keys():
                least, most = sorted((one.get(cell, 0), other.get(cell, 0)))
                assert least == most or most >= LEAST, (cells, cell)
                assert least == 0 or least >= LEAST, (cells, cell)


STEPS = strategies.lists(
    strategies.tuples(strategies.sampled_from(["comes", "goes", "waits", "speaks"]), strategies.integers(1, 12)),
    max_size=40,
)


def told(steps, silent: Person) -> list[str]:
    """The frames of a room in which number 1 is `silent`, and the others are citizens who may speak."""
    presence, here, frames = Presence(), set(), []
    for what, number in steps:
        who = silent if number == 1 else Person(number, f"h{number}", f"P{number}", "citizen", "GH")
        if what == "comes" and number not in here:
            here.add(number)
            presence.enter(who)
        elif what == "goes" and number in here:
            here.remove(number)
            presence.leave(who)
        elif what == "speaks" and number != 1:
            presence.spoken[who.handle] = (1e12, "citizen GH")
        frames += presence.news(7, step=what == "waits")
    return frames


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whoever_comes_in_silence_makes_no_difference_by_who_they_are(steps):
    minister = Person(1, "minister", "Hanna Holdermark", "government", "FR")
    nobody = Person(1, "h1", "P1", "citizen", "GH")
    assert told(steps, minister) == told(steps, nobody)
    # Not only because small cells are not told.
    with patch("dialogue.live.crowd.LEAST", 1):
        assert told(steps, minister) == told(steps, nobody)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_between_two_steps_no_frame_is_sent(steps):
    assert told([step for step in steps if step[0] != "waits"], Person(1, "h1", "P1", "government", "FR")) == []
