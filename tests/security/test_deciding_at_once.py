"""What two people decide about each other, or about the same person, in the same moment: each is done or refused, and none is lost
because both waited for what the other held. Pairs of such acts, each stopped wherever it announces or writes down what it did
until the other is there too, or waits for it."""

import ast
from datetime import timedelta
from itertools import combinations, product
from pathlib import Path
from threading import Condition, Thread, get_ident
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.grounds import Reason
from accounts.models import (
    Act,
    Appointment,
    Invitation,
    Mandate,
    NameDecision,
    NameRequest,
    Organisation,
    Recovery,
    Suspension,
    User,
)  # fmt: skip
from accounts.renaming import correct
from dialogue.live import access
from dialogue.live.refusals import Refusal
from dialogue.rooms import suspension
from dialogue.rooms.models import Membership, Rewording, Room
from dialogue.rooms.muting import mute
from dialogue.rooms.standing import Standing
from tests.people import give_factor, person, say
from tests.whole import some

DAY = timedelta(days=1)
ALL_POWERS = {"is_staff": True, "is_lead": True, "is_officer": True, "is_superuser": True}
NAMES = ("Bruno", "Carla", "Dario", "Elena")


class World:
    """People with every power, a body of each kind, and a room in which somebody spoke."""

    def __init__(self, room: Room):
        self.room, self.met = room, 0
        self.first, self.other = (give_factor(person(name, **ALL_POWERS)) for name in ("Rosa Lindt", "Sam Okello"))
        by = (self.first, self.other)
        self.circle = Organisation.objects.establish(by, slug="circle", name="Night Circle", sector="society")
        self.ministry = Organisation.objects.establish(by, slug="rain", name="Rain", sector="government", country="KE")
        say(self.first, room, "Good evening.")

    def people(self) -> list[User]:
        """Three whom no act before was about; the numbers of a sign are written as letters."""
        self.met += 1
        word = "".join("bcdfghklmn"[int(digit)] + "a" for digit in f"{self.met:04}").title()
        return [self.person(f"{name} {word}") for name in NAMES[:3]]

    def person(self, name: str) -> User:
        address = f"{uuid4().hex}@example.org"
        return give_factor(
            User.objects.create_user(address, name=name, joined_at=timezone.now() - 9 * DAY, **ALL_POWERS)
        )

    def mandate(self, about: User, body: Organisation) -> Mandate:
        """What they have asked for, or ask for now."""
        now, asked = timezone.now(), Mandate.objects.filter(person=about, organisation=body).first()
        return asked or Mandate.ask(about, body, "Speaker", now, now + 90 * DAY)


def second(proposal, by):
    return lambda: proposal.confirm(by)


def suspending(world, about, by):
    proposal = Suspension.propose(about, world.first, "Why", lasts=DAY)
    return lambda: suspension.confirm(proposal, by)


def appointing(world, about, by):
    return second(Appointment.propose(about, world.first, "Why", power="lead", gives=False), by)


def recovering(world, about, by):
    return second(Recovery.propose(about, world.first, "Why", address=f"{uuid4().hex}@example.net"), by)


def naming(world, about, by):
    asked, _new = NameRequest.objects.get_or_create(person=about, name=f"{about.name} Diaz", why="Mine")
    return second(NameDecision.propose(about, world.first, "Why", asked=asked, grants=True), by)


def admitting(world, about, by):
    return second(Membership.propose(about, world.first, "Why", room=world.room, joins=True), by)


def rewording(world, about, by):
    return second(Rewording.propose(world.room, world.first, "Why", {"titles": {"en": about.name}}), by)


def accrediting(world, about, by):
    mandate = world.mandate(about, world.circle)
    return lambda: mandate.accredit(by)


def turning_the_second_key(world, about, by):
    mandate = world.mandate(about, world.ministry)
    if not mandate.accredited_at:
        mandate.accredit(world.first)
    return second(mandate, by)


def holding(world, about, by):
    mandate = world.mandate(about, world.ministry)
    if not mandate.granted:
        turning_the_second_key(world, about, world.other)()
    return lambda: mandate.suspend(by, Reason("doubt", "Why"))


def accepting(world, about, by):
    now = timezone.now()
    [token] = Invitation.invite(by, world.circle, 1, DAY, "Delegate", now, now + 90 * DAY)
    return lambda: Invitation.objects.of(token).get().accept(about)


def silencing(world, about, by):
    """Of whoever holds no office: one moderator does it alone."""
    User.objects.filter(pk=about.pk).update(**dict.fromkeys(ALL_POWERS, False))
    return lambda: mute(Standing.of(by, Room.objects.get(pk=world.room.pk), None), about, DAY)


def upholding(world, about, by):
    """What one moderator imposed alone, on whoever holds no office; two who agree meet at the same suspension."""
    User.objects.filter(pk=about.pk).update(**dict.fromkeys(ALL_POWERS, False))
    imposed = Suspension.objects.running().filter(person=about).first()
    imposed = imposed or Suspension.propose(about, world.first, "Why", lasts=DAY)
    return lambda: imposed.uphold(by)


def correcting(world, about, by):
    return lambda: correct(about, f"{about.name} Costa")


ACTS = (
    suspending, appointing, recovering, naming, admitting, rewording, accrediting, turning_the_second_key, holding, accepting,
    correcting, silencing, upholding,
)  # fmt: skip


def pairs() -> list:
    """Of each act with itself, and of a part of the others: so every act is among them."""
    others = some(product(combinations(ACTS, 2), (True, False)), 17)
    return [*product(((act, act) for act in ACTS), (True, False)), *others]


class Meeting:
    """Two who go on from each door together: or alone, where the other is through, or waits for what this one holds."""

    def __init__(self) -> None:
        self.both, self.round = Condition(), 0
        self.processes: dict[int, int] = {}
        self.here: set[int] = set()
        self.through: set[int] = set()

    def come(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.processes[get_ident()] = cursor.fetchone()[0]

    def at_the_door(self) -> None:
        if (me := get_ident()) not in self.processes:
            return
        with self.both:
            self.here.add(me)
            now = self.round
            if len(self.here) == 2:
                self.round, self.here = self.round + 1, set()
                self.both.notify_all()
            while self.round == now and not self.through and not self.other_waits(me):
                self.both.wait(0.005)
            self.here.discard(me)

    def other_waits(self, me: int) -> bool:
        others = [process for thread, process in self.processes.items() if thread != me]
        with connection.cursor() as cursor:
            cursor.execute("SELECT bool_or(cardinality(pg_blocking_pids(pid)) > 0) FROM unnest(%s) AS pid", [others])
            return bool(cursor.fetchone()[0])

    def leave(self) -> None:
        with self.both:
            self.through.add(get_ident())
            self.both.notify_all()


@pytest.fixture
def met(monkeypatch) -> list[Meeting]:
    """The meeting that goes on, if any: with its doors where rights are announced, and where the trail is written."""
    going_on, record, announce = [], Act.record, access.changed

    def through(work):
        def meet_first(*args, **how):
            for meeting in going_on:
                meeting.at_the_door()
            return work(*args, **how)

        return meet_first

    monkeypatch.setattr(Act, "record", through(record))
    monkeypatch.setattr(access, "changed", through(announce))
    return going_on


def at_once(going_on: list[Meeting], *works) -> list[str]:
    """How each ended: done, refused, or what the database said."""
    meeting, ends = Meeting(), [""] * len(works)
    coming = Condition()

    def run(place, work):
        meeting.come()
        with coming:
            coming.notify_all()
            coming.wait_for(lambda: len(meeting.processes) == len(works), 10)
        try:
            work()
            ends[place] = "done"
        except (ValidationError, Refusal):
            ends[place] = "refused"
        except Exception as error:
            ends[place] = f"{type(error).__name__}: {error}".splitlines()[0]
        finally:
            meeting.leave()
            connection.close()

    going_on.append(meeting)
    threads = [Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    going_on.clear()
    return ends


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_no_two_acts_about_each_other_or_the_same_person_lose_one(room, met):
    world, wrong, done = World(room), {}, set()
    for (one, other), each_other in pairs():
        ada, bo, grace = world.people()
        works = one(world, ada, bo), other(world, *((bo, ada) if each_other else (ada, grace)))
        ends = at_once(met, *works)
        if not set(ends) <= {"done", "refused"}:
            wrong[one.__name__, other.__name__, each_other] = ends
        done |= {act.__name__ for act, end in zip((one, other), ends, strict=True) if end == "done"}
    assert wrong == {} and list(Act.faults()) == []
    assert done == {act.__name__ for act in ACTS}
    upheld = Act.objects.filter(verb="suspension.upheld").values_list("data__proposal", flat=True)
    assert len(upheld) == len(set(upheld)), "two were each the second person"


def test_rows_are_locked_so_that_those_that_point_to_them_can_be_written():
    """`UserManager.held` alone decides otherwise, for people whose name or address changes."""
    found = set()
    for folder in ("accounts", "dialogue", "forum"):
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*.py")):
            for call in ast.walk(ast.parse(file.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "select_for_update":
                    plain = [word.value for word in call.keywords if word.arg == "no_key"]
                    if not (plain and ast.unparse(plain[0]) == "True"):
                        found.add(f"{file.relative_to(settings.BASE_DIR)}: {ast.unparse(call)}")
    assert found == {"accounts/models/user.py: self.select_for_update(no_key=not keys)"}
