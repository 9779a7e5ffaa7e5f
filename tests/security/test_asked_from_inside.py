"""What somebody asks for is asked as things are when it is written down: whoever was inside an account that two people give back
in that moment asks for nothing, nor does whom two suspend, and an officer who is dismissed turns no key."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from accounts.grounds import Reason
from accounts.models import (
    ChangeRequest,
    Evidence,
    Invitation,
    Mandate,
    NameRequest,
    Organisation,
    Suspension,
    User,
)  # fmt: skip
from tests.accounts.desk import ask, become_steward, ministry
from tests.people import person, sign_in
from tests.security.officials import WHY, accredited, refused

DAY = timedelta(days=1)


def term() -> tuple:
    now = timezone.now()
    return now, now + 90 * DAY


class World:
    """Ada speaks for the ministry, whose steward she is, for a month still, and is read where her session begins."""

    def __init__(self, desk: list[User], ada: User):
        EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
        self.mandate = accredited(desk, ada)
        become_steward(self.mandate, *desk[3:])
        Mandate.objects.filter(pk=self.mandate.pk).update(valid_until=timezone.now() + 20 * DAY)
        self.body = self.mandate.organisation
        self.other = ministry(desk[1:3], slug="wells", name="Wells for All", sector="society")
        [self.link] = Invitation.invite(desk[1], self.other, 1, DAY, "Adviser", *term())
        self.circle = Organisation.ask(ada, name="Circle of Hills", sector="society", country="KE")
        self.ada = User.objects.get(pk=ada.pk)
        self.mandate = self.ada.mandates.get()


def asks(world):
    return Mandate.ask(world.ada, world.other, "Adviser", *term())


def renews(world):
    return world.mandate.renew()


def accepts(world):
    return Invitation.objects.of(world.link).get().accept(world.ada)


def registers_a_body(world):
    return Organisation.ask(world.ada, name="League of Lakes", sector="society", country="KE")


def asks_for_a_name(world):
    User.objects.filter(pk=world.ada.pk).update(name="")
    return NameRequest.ask(world.ada, "Ada Lovelace", "It is mine.")


def hands_something_in(world):
    return Evidence.note(world.circle, world.ada, "Our register is public.")


def invites(world):
    return Invitation.invite(world.ada, world.body, 1, DAY, "Adviser", *term())


def sends_an_invitation(world):
    begins, ends = term()
    draft = Invitation(organisation=world.body, made_by=world.ada, title="Adviser", valid_from=begins, valid_until=ends)
    draft.send("zoe@example.net")
    return draft.pk


DOORS = (asks, renews, accepts, registers_a_body, asks_for_a_name, hands_something_in, invites, sends_an_invitation)
NOT_WHILE_SUSPENDED = {asks: "suspended", renews: "suspended", accepts: "suspended", registers_a_body: "suspended"}
NOT_WHILE_SUSPENDED |= {invites: "officer", sends_an_invitation: "officer"}


def given_back(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(email="ada@new.example", password=make_password("of ada alone"))


def suspended_by_two(ada: User) -> None:
    noor, grace = (person(name, is_staff=True, is_lead=True) for name in ("Noor Aziz", "Greta Lind"))
    Suspension.propose(ada, noor, "Why.", lasts=30 * DAY).confirm(grace)


@pytest.mark.parametrize("door", DOORS)
def test_whoever_was_inside_an_account_that_was_given_back_asks_for_nothing(desk, ada, door):
    world = World(desk, ada)
    given_back(ada)
    refused("signed_out", door, world)


@pytest.mark.parametrize("door", NOT_WHILE_SUSPENDED)
def test_whom_two_suspended_meanwhile_asks_for_nothing(desk, ada, door):
    world = World(desk, ada)
    suspended_by_two(ada)
    refused(NOT_WHILE_SUSPENDED[door], door, world)


@pytest.mark.parametrize("door", DOORS)
def test_else_the_doors_are_open(desk, ada, door):
    assert door(World(desk, ada))


def test_whoever_was_inside_becomes_no_steward(desk, ada):
    mandate = accredited(desk, ada)
    for officer in desk[3:]:
        mandate.make_steward(officer, True)
    inside = User.objects.get(pk=ada.pk)
    given_back(ada)
    refused("signed_out", mandate.answer_stewardship, inside, True)
    assert not Mandate.objects.filter(steward=True).exists()


@pytest.mark.parametrize("meanwhile", [given_back, suspended_by_two])
@pytest.mark.parametrize("by", ["link", "form"])
def test_the_pages_say_so_and_nothing_is_asked(desk, ada, by, meanwhile, monkeypatch):
    world, browser = World(desk, ada), Client()
    sign_in(browser, world.ada)
    inside = User.objects.inside

    def meanwhile_first(manager, who):
        meanwhile(ada)
        return inside(who)

    monkeypatch.setattr(type(User.objects), "inside", meanwhile_first)
    today = timezone.now().date()
    sent = {"title": "Adviser", "valid_from": str(today), "valid_until": str(today + 90 * DAY), "shown": ""}
    address = f"/invitations/{world.link}/" if by == "link" else "/speak-for/wells/"
    answer = browser.post(address, {"answer": "accept"} if by == "link" else sent)
    assert answer.status_code == 200
    said = "You have been signed out" if meanwhile is given_back else "Your account is suspended"
    assert said in answer.content.decode() and not Mandate.objects.filter(organisation=world.other).exists()


def decisions(desk: list[User], ada: User, bo: User) -> dict:
    held = accredited(desk, ada)
    waits = ask(bo, held.organisation)
    asked = Organisation.ask(bo, name="League of Lakes", sector="society", country="KE", domains=["lakes.example"])
    record = Evidence.publish(asked, bo, "lakes.example")
    return {
        "claims": lambda by: waits.claim(by),
        "accredits": lambda by: waits.accredit(by),
        "refuses": lambda by: waits.refuse(by, Reason("other", "No.")),
        "suspends": lambda by: held.suspend(by, WHY),
        "offers a stewardship": lambda by: held.make_steward(by, True),
        "describes": lambda by: asked.describe(by, sector="government"),
        "checks a record": lambda by: record.check_record(by),
        "proposes another description": lambda by: ChangeRequest.propose(held.organisation, by, country="FR"),
    }


@pytest.mark.parametrize("position", range(8))
def test_an_officer_who_is_dismissed_in_that_moment_decides_nothing(desk, ada, bo, position):
    decide = list(decisions(desk, ada, bo).values())[position]
    mallory = User.objects.get(pk=desk[0].pk)
    User.objects.filter(pk=mallory.pk).update(is_officer=False)
    refused("officer", decide, mallory)
    User.objects.filter(pk=mallory.pk).update(is_officer=True)
    decide(mallory)
