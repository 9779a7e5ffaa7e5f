"""One person whose affairs cannot be put in order keeps nobody else waiting."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from psycopg.errors import DeadlockDetected, SerializationFailure

from accounts import holdings, leaving
from accounts.housekeeping import Unfinished, each
from accounts.models import AddressChange, User
from accounts.models.address_change import carry_out_due
from dialogue.limits.alone import HOUSEKEEPING
from tests.forum.test_crossed import Crossing
from tests.people import person

pytestmark = pytest.mark.django_db


def test_one_who_cannot_be_erased_keeps_nobody_else_from_leaving(ada, bo, monkeypatch):
    erase = holdings.erase
    monkeypatch.setattr(holdings, "erase", lambda who: 1 / 0 if who.pk == ada.pk else erase(who))
    for who in (ada, bo, person("Chidi Eze")):
        leaving.ask(who)
    with pytest.raises(Unfinished, match="2 were done, 1 failed"):
        leaving.finish(timezone.now() + leaving.WAIT + timedelta(hours=1))
    for who, waits in ((ada, True), (bo, False)):
        who.refresh_from_db()
        assert (who.leaves_at is not None) is waits


def test_one_account_that_cannot_be_given_back_keeps_nobody_elses_from_it(ada, bo, monkeypatch):
    carry_out = AddressChange.carry_out
    for who in (bo, ada):
        AddressChange.ask(who, f"{who.pk}@new.example", by=who).announce()
    monkeypatch.setattr(
        AddressChange, "carry_out", lambda change: 1 / 0 if change.person_id == ada.pk else carry_out(change)
    )
    with pytest.raises(Unfinished, match="1 were done, 1 failed"):
        carry_out_due(timezone.now() + timedelta(days=4))
    bo.refresh_from_db()
    assert bo.email == f"{bo.pk}@new.example"


@pytest.mark.parametrize("cause", [DeadlockDetected, SerializationFailure])
def test_what_another_transaction_crossed_is_done_at_once(cause):
    once, twice = Crossing(1, cause=cause), Crossing(9, cause=cause)
    assert each([1], once) == 1 and once.asked == 2
    with pytest.raises(Unfinished, match="1 were done, 1 failed"):
        each([twice, lambda: "done"], lambda one: one())
    assert twice.asked == 2


def test_a_database_that_is_away_is_not_asked_for_each():
    tried = []

    def do(thing):
        tried.append(thing)
        raise OperationalError

    with pytest.raises(OperationalError):
        each(range(100), do)
    assert tried == [0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is on one machine")
def test_a_second_housekeeping_leaves_it_to_the_first_and_the_next_does_it(ada):
    leaving.ask(ada)
    User.objects.update(leaves_at=timezone.now())
    first, heard = connection.copy(), io.StringIO()
    first.cursor().execute("SELECT pg_advisory_lock(%s)", [HOUSEKEEPING])
    try:
        call_command("housekeeping", stdout=heard)
    finally:
        first.cursor().execute("SELECT pg_advisory_unlock(%s)", [HOUSEKEEPING])
        first.close()
    assert "Another housekeeping is at work" in heard.getvalue() and User.objects.get(pk=ada.pk).left_at is None
    call_command("housekeeping", stdout=heard)
    assert "people who leave: 1" in heard.getvalue()
