"""The rights matrix: role × state × object, by looking and by sending, at every address there is. What is expected follows from
the rules in `doors` and `world`; an address without a rule, or a rule without an address, fails."""

import logging
from collections import defaultdict
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import Resolver404, resolve, reverse

from tests.security import doors
from tests.security.doors import (
    DOORS,
    ENTRANCE,
    FAMILIES,
    FORBIDDEN,
    IN,
    METHOD,
    NOWHERE,
    Door,
    everyone,
    named,
    never,
)
from tests.security.world import MARKERS, Actor, World
from tests.whole import WHOLE

# Roles whose states are tried at every door; those of leads and assistants, who are moderators, where powers are asked.
BY_STATE = ("citizen", "member", "holder", "steward", "moderator", "officer", "administrator")
OF_POWERS = {
    doors.moderators, doors.officers, doors.administrators, doors.recovering, doors.stewarding,
    doors.deciding_for_a_body,
}  # fmt: skip
# Doors that first lead on to another page of the own account: to show again who one is, or to do something before.
LEADING_ON = {doors.own_account, doors.entrance, doors.leading_on}
# Pages that list what is in many rooms.
GATHERING = ("home", "search", "theme", "person", "world")


@pytest.fixture
def world(theme, unhurried) -> World:
    logging.disable(logging.WARNING)
    try:
        yield World(theme)
    finally:
        logging.disable(logging.NOTSET)


def outcome(answer, door: Door) -> str:
    status = answer.status_code
    if status in (301, 302):
        path = answer.headers["Location"].partition("?")[0].partition("#")[0]
        try:
            name = resolve(path).view_name
        except Resolver404:
            return f"to {path}"
        if name in ("account_login", "admin:login"):
            return ENTRANCE
        return IN if name == door.onward else f"to {name}"
    return {403: FORBIDDEN, 404: NOWHERE, 405: METHOD}.get(status, IN if status < 500 else str(status))


def rule_of(name: str) -> Door | None:
    if name in DOORS:
        return DOORS[name]
    return next((Door(rule, rule) for family, rule in FAMILIES.items() if name.startswith(family)), None)


def test_no_address_is_without_a_rule_and_no_rule_without_an_address():
    names = {name for name, _pattern in named()}
    assert not [name for name in names if rule_of(name) is None]
    assert set(DOORS) <= names
    assert all(any(name.startswith(family) for name in names) for family in FAMILIES)


def chosen(world: World, door: Door, rule, room: str, turn: int) -> list[Actor]:
    """Everybody in the fresh state; and of every role that comes in then, all states, for a state only takes away. Where no
    powers are asked, the next door tries the other half of them (WHOLE=1: all)."""
    fresh = [actor for actor in world.actors if actor.state == "fresh"]
    if rule in (everyone, never, doors.nobody) or (rule in (doors.reader, doors.pictured) and room == "rain"):
        return [actor for actor in fresh if actor.role in ("visitor", "citizen", "author", "moderator")]
    able = {actor.role for actor in fresh if IN in rule(actor, room)}
    if rule in (doors.own_account, doors.signed_in, doors.entrance, doors.applying):
        able &= {"citizen"}
        fresh = [actor for actor in fresh if actor.role in ("visitor", "citizen", "moderator")]
    if rule not in OF_POWERS:
        able &= set(BY_STATE)
    others = [a for a in world.actors if a.state != "fresh" and a.role in able]
    apart = 1 if WHOLE or rule in OF_POWERS else 2
    return fresh + others[turn % apart :: apart]


# Passkeys are named by a number.
OF_ONE_KEY = ("mfa_remove_webauthn", "mfa_edit_webauthn")


def addresses(world: World):
    """(name, door, address, room) of every address that can be made of its name alone, or of what the world has at hand."""
    for name, pattern in named():
        door = rule_of(name)
        if name == "live":
            continue
        if name not in DOORS:
            if name.startswith("admin:"):
                yield name, door, f"/admin/{'nowhere' if 'url' in name else 'rooms/room/1/'}", ""
            elif name in ("stop-address-change", "stop-mail"):
                yield name, door, reverse(name, args=["no-such-token"]), ""
            else:
                yield name, door, reverse(name, args=[1] if name in OF_ONE_KEY else []), ""
            continue
        if not pattern.name:
            yield name, door, f"/{name}", ""
            continue
        for room in ("rain", "inner") if door.args[:1] == ("room",) else ("",):
            yield name, door, reverse(name, args=[world.at_hand(arg, room) for arg in door.args]), room


def leaks(actor: Actor, name: str, answer) -> list[str]:
    """The markers in an answer that this actor must not know."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = body.decode(errors="replace") + str(answer.headers)
    found = [mark for mark in MARKERS if mark in told]
    for mark in found:
        MARKERS[mark].seen.add(str(actor))
    return [mark for mark in found if not (MARKERS[mark].known_to(actor) or name in MARKERS[mark].told_at)]


def test_looking(world):
    wrong = defaultdict(list)
    for turn, (name, door, address, room) in enumerate(addresses(world)):
        who = chosen(world, door, door.look, room, turn)
        if name in GATHERING:
            who = [actor for actor in world.actors if actor.state == "fresh" or actor.role in ("member", "moderator")]
        for actor in who:
            answer = actor.client.get(address)
            came, expected = outcome(answer, door), door.look(actor, room)
            if came.startswith("to ") and door.look in LEADING_ON:
                came = IN
            if came not in expected:
                wrong[f"{address} ({name})"].append(f"{actor}: {came}, not {expected}")
            wrong[f"{address} ({name})"] += [f"{actor} reads {mark}" for mark in leaks(actor, name, answer)]
            if door.look in OF_POWERS and "X-Copy" in answer.headers and door.look != doors.stewarding:
                wrong[address].append(f"{actor} may keep a copy")
    assert not any(wrong.values()), told(wrong)
    # A marker that nobody has read proves nothing.
    assert {mark for mark, kept in MARKERS.items() if not kept.seen} == {"RAINWITHDRAWN", "INNERWITHDRAWN"}


def told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{address}: {fault}" for address, faults in wrong.items() for fault in faults)


class Undone(Exception):
    """Takes back what was sent."""


REFUSED = {METHOD, NOWHERE, FORBIDDEN, ENTRANCE}
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# What may be written when something is refused: sessions and messages, counters of limits, places of readers.
HARMLESS = ("django_session", "django_cache", "usersessions", "rooms_participant")


def test_sending(world):
    """Whoever may not is refused, and nothing is written; whoever may is not refused."""
    wrong = defaultdict(list)
    for turn, (name, door, address, room) in enumerate(addresses(world)):
        if name not in DOORS or (door.send is never and name.startswith("admin:")):
            continue
        form = {key: world.at_hand(value, room) for key, value in door.form.items()} | {"key": str(uuid4())}
        for actor in chosen(world, door, door.send, room, turn):
            written = []

            def watch(execute, sql, params, many, context, written=written):
                if sql.lstrip().upper().startswith(WRITING) and not any(table in sql for table in HARMLESS):
                    written.append(sql[:90])
                return execute(sql, params, many, context)

            expected = door.send(actor, room) if door.send is not never else REFUSED
            try:
                with transaction.atomic(), connection.execute_wrapper(watch):
                    answer = actor.client.post(address, form, headers={"accept": "application/json"})
                    raise Undone
            except Undone:
                pass
            came = outcome(answer, door)
            if came.startswith("to ") and (IN in expected or door.look in LEADING_ON):
                came = IN if IN in expected else METHOD
            if came not in expected:
                wrong[f"{address} ({name})"].append(f"{actor}: {came}, not {expected}")
            if IN not in expected and written:
                wrong[f"{address} ({name})"].append(f"{actor} has written: {written[:2]}")
    assert not any(wrong.values()), told(wrong)
