"""Two officers who decide in the same moment: one state, one of them is told."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.grounds import Reason
from accounts.models import Act, Mandate, Organisation
from tests.people import give_factor, person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works) -> list[str]:
    """What each was told, "" where it was done; each has a connection of its own, and all start together."""
    told, start = [""] * len(works), threading.Barrier(len(works))

    def run(place, work):
        start.wait()
        try:
            work()
        except ValidationError as refusal:
            told[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return told


@pytest.fixture
def officers():
    return [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad", "Zoe Laurent")]


@pytest.fixture
def asked(ada, officers):
    body = Organisation.objects.establish(
        officers[:2], slug="rain", name="Ministry of Rain", sector="government", country="KE"
    )
    now = timezone.now()
    return Mandate.ask(ada, body, "Minister", now, now + timedelta(days=90))


def again(mandate: Mandate) -> Mandate:
    """As another page has it."""
    return Mandate.objects.get(pk=mandate.pk)


@pytest.mark.parametrize("_", range(5))
def test_two_officers_who_accredit_at_once_turn_one_key(asked, officers, _):
    ivy, omar, _zoe = officers
    one, other = again(asked), again(asked)
    told = at_once(lambda: one.accredit(ivy), lambda: other.accredit(omar))
    assert sorted(told) == ["", "decided"]
    stored = again(asked)
    assert stored.accredited_by in (ivy, omar) and stored.confirmed_at is None
    assert Act.objects.filter(verb="mandate.accredited").count() == 1 and list(Act.faults()) == []


def test_who_asks_twice_at_once_has_asked_once(bo, asked):
    body, now = asked.organisation, timezone.now()
    told = at_once(*[lambda: Mandate.ask(bo, body, "Deputy", now, now + timedelta(days=9)) for _ in range(2)])
    assert sorted(told) == ["", "asked"] and Mandate.objects.filter(person=bo).count() == 1


@pytest.mark.parametrize("_", range(5))
def test_who_confirms_and_who_refuses_at_once_leave_one_decision(asked, officers, _):
    ivy, omar, zoe = officers
    asked.accredit(ivy)
    one, other = again(asked), again(asked)
    told = at_once(lambda: one.confirm(omar), lambda: other.refuse(zoe, Reason("doubt")))
    assert sorted(told) == ["", "decided"]
    stored = again(asked)
    assert bool(stored.confirmed_at) != bool(stored.refused_at)


def test_many_acts_at_once_make_one_chain(officers):
    told = at_once(*[lambda officer=officer: [Act.record("test", officer) for _ in range(10)] for officer in officers])
    assert told == ["", "", ""] and Act.objects.count() == 30 and list(Act.faults()) == []
