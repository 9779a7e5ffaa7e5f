"""What one moderator imposed alone keeps nobody from coming to speak for a body; what two imposed does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.erasing import erase_account
from accounts.models import Invitation, Mandate, Organisation, Suspension, User
from accounts.models.suspension import kept_from_asking
from tests.accounts.desk import ministry
from tests.people import give_factor, person, sign_in
from tests.security.officials import refused

YEAR, HOLD, DAY = timedelta(days=366), timedelta(hours=72), timedelta(days=1)
DOORS = ["asks", "renews", "accepts"]


@pytest.fixture
def body(desk) -> Organisation:
    return ministry(desk[1:3])


@pytest.fixture
def former(desk, body, ada) -> Mandate:
    """Ada was the minister until a minute ago."""
    now = timezone.now()
    term = {"valid_from": now - 100 * DAY, "valid_until": now - timedelta(minutes=1)}
    return Mandate.objects.grant(by=desk[1:3], person=give_factor(ada), organisation=body, title="Minister", **term)


def suspended_by_one(who: User, by: User, lasts: timedelta = YEAR) -> None:
    """Before anybody knew that they would speak for a body."""
    now = timezone.now()
    Suspension.objects.create(
        person=who, proposed_by=by, reason="Because.", lasts=lasts, begun_at=now, until=now + lasts
    )
    who.suspend(now + lasts)


def come(door: str, who: User, body: Organisation, former: Mandate, officer: User) -> Mandate:
    now = timezone.now()
    if door == "renews":
        return former.renew()
    if door == "asks":
        return Mandate.ask(who, body, "Minister", now, now + 90 * DAY)
    (link,) = Invitation.invite(officer, body, 1, DAY, "Minister", now, now + 90 * DAY)
    return Invitation.objects.of(link).get().accept(who)


@pytest.mark.parametrize("door", DOORS)
def test_one_moderator_keeps_nobody_from_it_and_with_the_keys_it_is_shortened(ada, body, former, desk, grace, door):
    suspended_by_one(ada, grace)
    mandate = come(door, ada, body, former, desk[1])
    if door != "accepts":
        mandate.accredit(desk[1])
    mandate.confirm(desk[2])
    assert User.objects.get(pk=ada.pk).suspended_until <= timezone.now() + HOLD


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("besides", [False, True])
def test_two_keep_them_from_it_whatever_one_imposed_besides(ada, body, former, desk, grace, door, besides):
    noor = person("Noor Aziz", is_staff=True)
    Suspension.propose(ada, noor, "A stolen account.", lasts=7 * DAY).confirm(grace)
    ada.refresh_from_db()
    if besides:
        suspended_by_one(ada, grace)
    former.refresh_from_db()
    refused("suspended", come, door, User.objects.get(pk=ada.pk), body, former, desk[1])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("together", [True, False])
def test_so_do_two_who_imposed_it_each_alone_while_both_hold(ada, body, former, desk, grace, clock, door, together):
    suspended_by_one(ada, person("Noor Aziz", is_staff=True), DAY)
    suspended_by_one(ada, grace)
    if not together:
        clock.pass_by(days=2)
    coming = (door, User.objects.get(pk=ada.pk), body, Mandate.objects.get(pk=former.pk), desk[1])
    if together:
        refused("suspended", come, *coming)
    else:
        assert come(*coming).person == ada


@pytest.mark.parametrize("gone", ["nobody", "left", "without a trace"])
@pytest.mark.parametrize("two", [True, False])
def test_that_they_have_left_makes_neither_none_of_two_nor_two_of_one(ada, desk, grace, gone, two):
    noor = person("Noor Aziz", is_staff=True)
    for by in (noor, grace if two else noor):
        suspended_by_one(ada, by)
    if gone == "left":
        for each in (noor, grace):
            erase_account(each)
    if gone == "without a trace":
        # Whose they were cannot be told any more: then for two.
        Suspension.objects.update(proposed_by=None)
    ada.refresh_from_db()
    assert kept_from_asking(ada) is (two or gone == "without a trace")


def test_so_does_whoever_runs_the_server(ada, body, former, desk):
    """What no proposal explains was not imposed by one moderator."""
    ada.suspend(timezone.now() + DAY)
    former.refresh_from_db()
    refused("suspended", former.renew)


@pytest.mark.django_db(transaction=True)
def test_she_reads_it_in_the_letter_and_on_her_page_and_the_doors_are_open(client, bo, body, desk, grace, mailoutbox):
    Suspension.propose(bo, grace, "Spam.", lasts=YEAR)
    said = "you can still ask to speak for an organisation"
    assert said in mailoutbox[0].body
    sign_in(client, bo)
    page = client.get(reverse("profile")).content.decode()
    assert said in page and reverse("my-mandates") in page
    now = timezone.now()
    (link,) = Invitation.invite(desk[1], body, 1, DAY, "Minister", now, now + 90 * DAY)
    client.post(reverse("invitation", args=[link]))
    assert bo.mandates.get().accredited_by == desk[1]
    Suspension.propose(bo, grace, "Worse.", lasts=YEAR).confirm(person("Noor Aziz", is_staff=True))
    assert said not in client.get(reverse("profile")).content.decode() and said not in mailoutbox[-1].body
