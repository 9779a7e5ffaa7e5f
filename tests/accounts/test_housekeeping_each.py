"""One person whose affairs cannot be put in order keeps nobody else waiting."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts import holdings, leaving
from accounts.housekeeping import Unfinished, each
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


def test_a_database_that_is_away_is_not_asked_for_each():
    tried = []

    def do(thing):
        tried.append(thing)
        raise OperationalError

    with pytest.raises(OperationalError):
        each(range(100), do)
    assert tried == [0]
