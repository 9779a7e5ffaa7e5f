"""Every command, form and counted page has its budget in one list; each budget is spent here, refused in words with a time, and
costs nobody else anything. Whoever adds a door or a budget adds it here, or this fails."""

import re
from typing import get_args

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from dialogue.limits import buckets
from dialogue.limits.budgets import BUDGETS, Budget, Counted, Kept, Who
from dialogue.limits.doors import COMMANDS, FORMS, READ_ONLY, READS
from dialogue.rooms.commands import DECODER
from forum.budgets import ADMINISTRATION, ANY
from tests.limits.spending import spend
from tests.people import person, say, sign_in

HERE, ELSEWHERE = "198.51.100.1", "192.0.2.1"
WHEN = re.compile(r"[Tt]ry again in \d+|send them again in \d+")


def addresses() -> dict[str, str]:
    """{name: a path that leads there} of every address of the forum; the administration is one door."""
    found: dict[str, str] = {}

    def walk(resolver, space: str = "") -> None:
        for each in resolver.url_patterns:
            if hasattr(each, "url_patterns"):
                walk(each, f"{space}{each.namespace}:" if each.namespace else space)
            else:
                called = each.name or f"{each.callback.__module__}.{each.callback.__name__}"
                found["admin:" if space == "admin:" else f"{space}{called}"] = called

    walk(get_resolver())
    return found


NAMES = set(addresses())


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    """Else on a slow machine a budget fills up while it is spent."""
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: 1.8e9, "monotonic": lambda: 1.8e9}))


def commands() -> set[str]:
    return {each.__struct_config__.tag for each in get_args(DECODER.type)}


def test_every_address_says_what_it_costs_to_send_something_there_or_that_nothing_is():
    assert not NAMES - set(FORMS) - READ_ONLY, "give it a budget in its app's budgets.py"
    assert not (set(FORMS) | READ_ONLY | set(READS)) - NAMES, "there is no such address any more"
    assert not set(FORMS) & READ_ONLY
    assert all(FORMS.values()) and all(READS.values())


def test_every_command_says_what_it_costs():
    assert commands() == set(COMMANDS) and all(COMMANDS.values())


def test_every_budget_is_spent_by_a_door():
    spent = {each for doors in (FORMS, COMMANDS, READS) for some in doors.values() for each in some}
    assert set(BUDGETS.values()) - spent == {ANY}
    assert all(each.ceiling > 0 and (each.seconds > 0 or each.kept == Kept.RECORD) for each in spent)


def test_an_address_that_nobody_thought_of_would_be_seen(monkeypatch):
    monkeypatch.delitem(FORMS, "posts")
    assert NAMES - set(FORMS) - READ_ONLY == {"posts"}
    monkeypatch.delitem(COMMANDS, "react")
    assert commands() - set(COMMANDS) == {"react"}


# The doors count these, before any page is asked.

ARGUMENTS = [
    (), ("rain",), ("rain", 1), (1,), ("x",), ("organisation", 1),
]  # fmt: skip


def path_to(name: str) -> str:
    if name == "admin:":
        return reverse("admin:index")
    for arguments in ARGUMENTS:
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(name)


def visitor(budget: Budget, who: str) -> tuple[Client, str]:
    """Somebody to whom this budget belongs, and as whom it is counted."""
    address = HERE if who == "mallory" else ELSEWHERE
    client = Client(REMOTE_ADDR=address)
    if budget.who in (Who.PERSON, Who.SESSION):
        known = person(f"{who.title()} Person", is_staff=True, is_officer=True)
        client.force_login(known)
        return client, f"person {known.pk}" if budget.who == Who.PERSON else f"session {client.session.session_key}"
    if budget.who == Who.BROWSER:
        client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
        return client, f"session {client.session.session_key}"
    return client, f"network {address}"


def door_of(budget: Budget) -> tuple[str, str]:
    """(method, path) of one that does not sign out whoever tries it."""
    if budget is ANY:
        return "post", reverse("data-use")
    for method, doors in (("post", FORMS), ("get", READS)):
        for name, some in doors.items():
            if budget in some and name != "account_logout":
                return method, path_to(name)
    raise AssertionError(budget.name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [each.name for each in BUDGETS.values() if each.counted == Counted.DOOR])
def test_a_door_refuses_whoever_has_spent_its_budget_and_nobody_else(name, room, monkeypatch):
    budget = BUDGETS[name]
    if name == "any form":
        monkeypatch.delitem(FORMS, "data-use")
    method, door = door_of(budget)
    mallory, counted_as = visitor(budget, "mallory")
    assert getattr(mallory, method)(door).status_code != 429
    before = budget.wait(counted_as)
    spend(budget, counted_as)
    assert before == 0
    refused = getattr(mallory, method)(door)
    assert refused.status_code == 429 and int(refused["Retry-After"]) >= 1
    assert WHEN.search(refused.content.decode())
    # The administration stands under no language.
    if budget is not ADMINISTRATION:
        in_french = getattr(mallory, method)(f"/fr{door}")
        assert in_french.status_code == 429 and 'lang="fr"' in in_french.content.decode()
    as_a_program = getattr(mallory, method)(door, headers={"accept": "application/json"}).json()["error"]
    assert as_a_program["code"] == "too_fast" and as_a_program["retry_after"] > 0 and as_a_program["message"]
    bo, _counted = visitor(budget, "bo")
    assert getattr(bo, method)(door).status_code != 429


@pytest.mark.django_db
def test_a_program_that_asks_for_every_feed_and_picture_is_told_to_wait_and_the_hall_reads_on(room, ada):
    say(ada, room, "Words")
    spend(BUDGETS["feeds, posts as data, and pictures"], f"network {HERE}")
    hall, ada_in_it = Client(REMOTE_ADDR=HERE), Client(REMOTE_ADDR=HERE)
    sign_in(ada_in_it, ada)
    for name, arguments in (("feed", []), ("posts-json", []), ("room-picture", []), ("post-picture", [1])):
        path = reverse(name, args=[room.slug, *arguments])
        refused = hall.get(path)
        assert refused.status_code == 429 and int(refused["Retry-After"]) >= 1, name
        assert ada_in_it.get(path).status_code in (200, 302), name
    for name, arguments in (
        ("room", [room.slug]),
        ("room-world", [room.slug]),
        ("search", []),
        ("events", [room.slug]),
    ):
        assert hall.get(reverse(name, args=arguments)).status_code == 200, name


@pytest.mark.django_db
def test_where_nothing_is_sent_nothing_can_be(room, client):
    sign_in(client, person("Grace Oduya", is_staff=True, is_officer=True))
    for name in sorted(READ_ONLY - {"django.contrib.sitemaps.views.index", "sitemap"}):
        arguments = {"search": (), "country": ("gh",)}.get(name)
        door = reverse(name, args=arguments) if arguments is not None else path_to(name)
        answer = client.post(door)
        # Or who they are is asked first.
        asked = "/reauthenticate/" in answer.headers.get("Location", "")
        assert asked or answer.status_code == 405, name
