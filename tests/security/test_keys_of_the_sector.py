"""How many keys a mandate takes depends on the body as it is, not as it was when somebody looked: an officer who makes a ministry
of a league, in the very moment in which an accomplice asks to speak for it, still turns one key of two."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.utils import timezone

from accounts.models import Act, Mandate, Organisation, User
from accounts.models.accredited import Accredited, State
from tests.accounts.desk import ask, ministry
from tests.people import give_factor, sign_in
from tests.security.officials import in_force
from tests.security.test_deciding_at_once import at_once, met  # noqa: F401

DAY = timedelta(days=1)
LEAGUE = {"name": "League of Lakes", "sector": "society", "level": "national", "country": "KE"}
SECTORS = ("society", "government")


@pytest.fixture
def league(desk, bo) -> Organisation:
    return Organisation.ask(give_factor(bo), **LEAGUE)


def as_read(thing):
    return type(thing)._default_manager.get(pk=thing.pk)


def asks(bo: User, body: Organisation) -> None:
    """By the page, which has read the body before."""
    browser = Client()
    sign_in(browser, bo)
    today = timezone.now().date()
    term = {"title": "Speaker", "valid_from": str(today), "valid_until": str(today + 90 * DAY), "shown": ""}
    assert browser.post(f"/speak-for/{body.slug}/", term).status_code == 302


def comes_into_force(body: Organisation, desk: list[User]) -> None:
    body = as_read(body)
    body.accredit(desk[1])
    body.confirm(desk[2])


@pytest.mark.parametrize("was", SECTORS)
def test_a_league_that_becomes_a_ministry_while_bo_asks_takes_two_keys(league, desk, bo, was):
    before, after = SECTORS if was == "society" else SECTORS[::-1]
    if league.sector != before:
        league.describe(desk[0], sector=before)

    def meanwhile(instance, **_):
        """Once the page has read the body."""
        post_init.disconnect(meanwhile, Organisation)
        as_read(league).describe(desk[0], sector=after)

    post_init.connect(meanwhile, Organisation)
    asks(bo, league)
    comes_into_force(league, desk)
    mandate = Mandate.objects.get()
    assert mandate.two_keys is (after == "government")
    mandate.accredit(desk[0])
    assert in_force(mandate) is (after == "society")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["asks", "describes"])
def test_nor_do_the_two_at_once_leave_one_key(desk, bo, met, first):  # noqa: F811
    league = Organisation.ask(give_factor(bo), **LEAGUE)
    looked = [as_read(league) for _each in range(2)]
    works = [lambda: ask(bo, looked[0]), lambda: looked[1].describe(desk[0], sector="government")]
    assert at_once(met, *(works if first == "asks" else works[::-1])) == ["done", "done"]
    assert Mandate.objects.get().two_keys and list(Act.faults()) == []


@pytest.mark.parametrize("sector", ["government", "parliament", "authority", "international", "society"])
def test_one_key_alone_is_in_force_nowhere_but_for_civil_society(desk, ada, sector):
    """Whatever the column says, and whoever asks: the row, queries, the desk, the public record."""
    body = ministry(desk[1:3], sector=sector)
    mandate = ask(give_factor(ada), body)
    mandate.accredit(desk[1])
    Mandate.objects.filter(pk=mandate.pk).update(two_keys=False)
    enough = sector == "society"
    assert in_force(mandate) is enough and as_read(mandate).granted is enough
    assert Mandate.objects.filter(Mandate.granted_q()).exists() is enough
    assert Mandate.objects.of_public_record().exists() is enough
    assert Mandate.objects.waiting().exists() is not enough
    assert body.speakers() == ({ada.pk} if enough else set())


def test_every_key_writes_down_how_many_it_takes(desk, ada):
    mandate = ask(give_factor(ada), ministry(desk[1:3]))
    Mandate.objects.filter(pk=mandate.pk).update(two_keys=False)
    as_read(mandate).accredit(desk[1])
    assert as_read(mandate).two_keys and as_read(mandate).state == State.PENDING


def test_what_is_in_force_is_asked_of_the_model_whose_rows_they_are():
    """The rule of bodies finds no mandate that one key is enough for; it errs on the side of two."""
    assert "two_keys" in str(Mandate.granted_q("renews__")) and "two_keys" not in str(Organisation.granted_q())
    assert "two_keys" not in str(Accredited.granted_q())
