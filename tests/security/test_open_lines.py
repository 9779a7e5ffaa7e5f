"""Whoever has to go goes, whatever changed their rights: every field the rules read, changed in every way it can be changed,
closes the open socket and the open stream or seats them anew; and the next thing they write is refused in its transaction,
also when no process hears of it."""

import ast
import re
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.apps import apps
from django.contrib.sessions.models import Session
from django.urls import get_resolver
from django.utils import timezone

from accounts.models import Mandate, Organisation, User
from accounts.models.rights_model import RightsModel
from dialogue.live.stay import Stay
from dialogue.rooms.models import Participant, Theme
from tests.live.lines import session_of
from tests.patience import promised, soon
from tests.people import give_factor, person, say
from tests.security.changing import change
from tests.security.lines import SOON, Lines, sitting
from tests.security.matrix import CASES, FIXED, MODELS, OF_OTHERS, TOLD_BY_EVENTS, World, ago, cases
from tests.security.rights import read_by_rules

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def world(ada, bo, grace, room, members_room, mandate, theme) -> World:
    # What a process reads once, addresses and the letters of languages, it reads before anybody waits for an answer.
    assert get_resolver().url_patterns
    say(grace, room, "Words.")
    members_room.admit(ada)
    Mandate.objects.filter(pk=mandate.pk).update(themes=["climate"])
    now = timezone.now()
    lodge = Organisation.objects.create(
        name="Lodge of the Isles", slug="lodge", sector="parliament", country="CV", accredited_by=grace, accredited_at=now,
        confirmed_at=now, suspended_at=now,
    )  # fmt: skip
    return World(
        ada, bo, grace, Mandate.objects.get(), Authenticator.objects.get(user=ada), Participant.objects.get(),
        Theme.objects.create(slug="elsewhere"), lodge, room, members_room, theme, mandate.organisation,
    )  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
async def test_open_lines_end_or_are_seated_anew_whatever_changes_the_right(world, model):
    for name, way, case in await sync_to_async(cases)(model):
        async with sitting(world, case) as lines:
            await sync_to_async(change)(world, name, case, way)
            assert await lines.end_or_are_seated_anew() == case.ends, f"{model}.{name} by {way}"


@pytest.mark.parametrize("model", MODELS)
async def test_what_is_written_next_is_refused_in_its_transaction_though_nobody_heard(world, model, monkeypatch):
    monkeypatch.setattr(Stay, "reconsider", lambda stay: None)
    cases_by_field = {(name, case.row): (name, way, case) for name, way, case in await sync_to_async(cases)(model)}
    for name, way, case in cases_by_field.values():
        async with sitting(world, case) as lines:
            under = world.mandate if case.official else None
            assert await lines.refusal(under) is None, f"{model}.{name}: nothing can be refused that is refused before"
            await sync_to_async(change)(world, name, case, way)
            assert await lines.refusal(under) == case.refused, f"{model}.{name} by {way}"


def speaker_held(world: World, name: str, what: str) -> Mandate:
    """Somebody who speaks for a body of their own, which one officer has suspended for a while, or their mandate."""
    who, now = give_factor(person(name)), timezone.now()
    body = Organisation.objects.establish(slug=what, name=f"Senate of {name}", sector="parliament", country="CV")
    mandate = Mandate.objects.grant(
        person=who, organisation=body, title="member", valid_from=now, valid_until=now + timedelta(days=9)
    )
    row = mandate if what == "mandate" else body
    row.suspended_at, row.hold_until = now, now + timedelta(days=1)
    row.save()
    return mandate


async def test_what_ends_by_time_is_noticed_by_time(world):
    """The session, the mandate, the suspension, the mute; and what one officer holds, a mandate or its body."""
    carol = await sync_to_async(person)("Carol Petrova")
    held = [
        await sync_to_async(speaker_held)(world, *about)
        for about in (("Dele Adeyemi", "mandate"), ("Edda Holm", "body"))
    ]
    await Participant.objects.acreate(room=world.room, person=world.bo)
    async with AsyncExitStack() as stack:
        everyone = [
            await stack.enter_async_context(Lines(world.room, who))
            for who in (world.ada, world.bo, world.grace, carol, *(mandate.person for mandate in held))
        ]
        ada, bo, grace, carols, *paused = everyone
        assert [await lines.refusal(mandate) for lines, mandate in zip(paused, held, strict=True)] == ["mandate"] * 2
        end = timezone.now() + timedelta(seconds=promised(2))
        session = await Session.objects.aget(pk=carols.socket.session_key)
        session.expire_date = end
        await session.asave()
        await Participant.objects.filter(person=world.bo).aupdate(muted_until=end)
        await User.objects.filter(pk=world.grace.pk).aupdate(suspended_until=end)
        await Mandate.objects.filter(pk=world.mandate.pk).aupdate(valid_until=end)
        await Mandate.objects.filter(pk=held[0].pk).aupdate(hold_until=end)
        await Organisation.objects.filter(pk=held[1].organisation_id).aupdate(hold_until=end)
        for known in (True, False):
            await soon(lambda known=known: all((lines.until() == end) == known for lines in everyone))
        assert end < timezone.now() < end + timedelta(seconds=promised(SOON))
        assert [await lines.end_or_are_seated_anew() for lines in everyone] == [False, False, False, True, False, False]
        assert [await lines.refusal(None) for lines in (bo, grace)] == [None, None]
        assert await ada.refusal(world.mandate) == "mandate"
        assert [await lines.refusal(mandate) for lines, mandate in zip(paused, held, strict=True)] == [None, None]


def test_every_field_that_the_rules_read_is_in_the_matrix(world, monkeypatch):
    ada, bo, grace = world.ada, world.bo, world.grace
    post = say(ada, world.room, "Words.", mandate=world.mandate.pk)
    say(ada, world.room, "Words.", parent=post.seq).hide(grace)
    user = User.objects.get(pk=bo.pk)
    user.suspend(ago(days=-1))
    Participant.objects.create(room=world.inner, person=grace, muted_until=ago(days=-1))
    world.other.save()
    world.inner.close(grace)
    for who in (bo, grace):
        Mandate.objects.grant(
            by=(grace, None) if who is bo else (bo, None), person=who, organisation=world.body, title="member",
            valid_from=ago(days=1), valid_until=ago(days=-1),
        )  # fmt: skip
    askers, asks = [], []
    for room in (world.room, world.inner):
        for who in (ada, bo, grace, None):
            key = session_of(who) if who else ""
            asks.append((key, room.slug))
            askers += [(room.pk, who.pk, key), (room.pk, who.pk, None)] if who else []
    things = [
        {
            "post": one,
            "parent": one,
            "thing": one,
            "person": world.bo,
            "thread": one.thread,
            "mandate_id": world.mandate.pk,
            "lasts": timedelta(days=1),
        }
        for one in world.room.posts.select_related("thread", "room")
    ]
    found = read_by_rules(monkeypatch, askers, asks, things)
    listed = CASES.keys() | TOLD_BY_EVENTS | OF_OTHERS | FIXED | {("Session", "session_key")}
    assert found - listed == set(), "the rules read more than this matrix changes: add a case, and the field to RIGHTS"
    assert CASES.keys() - found == set(), "nothing reads these any more"


def test_every_field_of_the_matrix_is_announced_by_its_model():
    announced = {
        (model.__name__, name) for model in apps.get_models() if issubclass(model, RightsModel) for name in model.RIGHTS
    }
    ours = {(model, name) for model, name in CASES.keys() | FIXED if issubclass(MODELS[model], RightsModel)}
    assert announced == ours


ROOT = Path(__file__).resolve().parents[2]
# Django's and allauth's rows announce what is saved and deleted, by signals, which `update` does not send.
THIRD_PARTY = {"Session", "UserSession", "Authenticator"}


WRITES = re.compile(r"\.(update|bulk_update|_update|_raw_delete|save_base)\(")


def test_no_row_is_changed_behind_the_announcement():
    """Rows of others are not changed by `update`; and no statement of our own changes rows of people, rooms and mandates."""
    found = []
    for path in sorted([*ROOT.glob("accounts/**/*.py"), *ROOT.glob("dialogue/**/*.py"), *ROOT.glob("forum/**/*.py")]):
        text = path.read_text()
        if "migrations" in path.parts or path.name == "rights_model.py" or not WRITES.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                names = {name.id for name in ast.walk(node.func) if isinstance(name, ast.Name)}
                written = {keyword.arg for keyword in node.keywords}
                if (
                    node.func.attr in ("update", "bulk_update", "_raw_delete")
                    and names & THIRD_PARTY
                    and written != {"ip"}
                ):
                    found.append(f"{path.name}:{node.lineno}")
                if node.func.attr in ("_update", "_raw_delete", "save_base"):
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []
