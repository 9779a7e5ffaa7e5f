"""The rights matrix on open lines: who gets a socket or a stream, and what each command of the socket does for whom."""

import logging
from collections import defaultdict
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import AsyncClient
from django.urls import reverse

from dialogue.rooms import commands
from dialogue.rooms.models import Theme
from tests.live.lines import Line
from tests.security.test_rights import told
from tests.security.world import MARKERS, Actor, World

STATES = {
    "visitor": ("fresh",), "citizen": ("fresh", "muted", "suspended", "leaving", "inactive", "nameless", "session old"),
    "author": ("fresh",), "member": ("fresh", "suspended", "inactive", "session old"),
    "holder": ("fresh", "muted", "suspended", "leaving", "factor gone", "expired", "revoked"),
    "moderator": ("fresh", "suspended", "leaving", "factor gone"), "officer": ("fresh",),
    "administrator": ("fresh", "suspended", "factor gone"),
}  # fmt: skip


def mine(actor: Actor) -> bool:
    return actor.role == "author" and actor.takes_part


# For each command: what is sent, and who may. None: nothing is answered, and nothing but the own place is kept.
COMMANDS = {
    commands.Post: [
        ("post", lambda world, actor: {"text": "Hello."}, Actor.speaks),
        ("post", lambda world, actor: {"text": "For the body.", "mandate": world.mandate_of(actor)},
         lambda actor: actor.speaks() and actor.speaks_officially),
    ],
    commands.React: [("react", lambda world, actor: {"post": world.seqs["rain"]["shown"], "kind": "agree"},
                      lambda actor: actor.takes_part),
                     ("react", lambda world, actor: {"post": world.seqs["rain"]["hidden"], "kind": "agree"},
                      lambda actor: False)],
    commands.Edit: [("edit", lambda world, actor: {"post": world.seqs["rain"]["shown"], "text": "Others."}, mine),
                    ("edit", lambda world, actor: {"post": world.seqs["rain"]["hidden"], "text": "Others."},
                     lambda actor: False)],
    commands.Withdraw: [("withdraw", lambda world, actor: {"post": world.seqs["rain"]["shown"]}, mine)],
    commands.Read: [],
}  # fmt: skip


def test_no_command_is_without_a_rule():
    declared = {
        value for value in vars(commands).values() if isinstance(value, type) and value.__module__ == commands.__name__
    }
    assert declared == set(COMMANDS)


@pytest.fixture
def world(transactional_db, engine) -> World:
    logging.disable(logging.WARNING)
    theme = Theme.objects.create(slug="climate", titles={"en": "Climate"}, summaries={})
    yield World(theme, STATES)
    logging.disable(logging.NOTSET)


def key_of(actor: Actor) -> str:
    return actor.client.cookies[settings.SESSION_COOKIE_NAME].value if actor.role != "visitor" else ""


def line_of(actor: Actor, room) -> Line:
    """A line with the session that the actor has, run out or not."""
    return Line(room, session_key=key_of(actor))


async def test_who_gets_a_line_and_what_they_hear(world):
    wrong = defaultdict(list)
    for actor in world.actors:
        for slug, room in world.rooms.items():
            async with line_of(actor, room) as line:
                # Refused with a code that the page can read, so after it has opened.
                first = await line.next()
                if ("closed" not in first) != actor.reads(slug):
                    wrong[f"socket of {slug}"].append(f"{actor}: {first}")
                heard = str(first)
            client = AsyncClient()
            client.cookies[settings.SESSION_COOKIE_NAME] = key_of(actor)
            answer = await client.get(reverse("live", args=[slug]), {"after": "0"})
            if (answer.status_code == 200) != actor.reads(slug):
                wrong[f"stream of {slug}"].append(f"{actor}: {answer.status_code}")
            if answer.streaming:
                heard += (await anext(aiter(answer))).decode()
                await sync_to_async(answer.close)()
            for mark, marker in MARKERS.items():
                if mark in heard and not marker.known_to(actor):
                    wrong[f"line of {slug}"].append(f"{actor} hears {mark}")
    assert not wrong, told(wrong)


async def test_what_each_command_does_for_whom(world):
    wrong = defaultdict(list)
    # The author last: they may change what the others try at.
    for actor in sorted(world.actors, key=lambda actor: actor.role == "author"):
        async with line_of(actor, world.rooms["rain"]) as line:
            for do, fields, may in (case for cases in COMMANDS.values() for case in cases):
                sent = await sync_to_async(fields)(world, actor)
                await line.send(do=do, key=str(uuid4()), **sent)
                answer = await line.hear("ack", "error", "closed")
                if ("ack" in answer) != may(actor):
                    wrong[f"{do} {sent}"].append(f"{actor}: {answer}")
    assert not wrong, told(wrong)
