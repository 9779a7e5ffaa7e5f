"""The audit trail at the desk: everything in it, whether it holds, and a table that no spreadsheet runs."""

import csv
from importlib import import_module
from io import StringIO

import pytest
from django.core.cache import cache
from django.db import connection

from accounts.grounds import Reason
from accounts.models import Act
from tests.accounts.desk import ask, ministry, officers

guard = import_module("accounts.migrations.0006_trail_stands")


@pytest.fixture
def desk(db, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    return officers()


@pytest.fixture
def officer(client, desk, ada, bo):
    mandate = ask(ada, ministry(desk))
    mandate.accredit(desk[0], Reason("other", "=HYPERLINK(1) <b>said</b>"))
    ask(bo, ministry(desk, slug="snow", name="Ministry of Snow"))
    client.force_login(desk[1])
    return client


def listed(officer, query: str) -> str:
    return officer.get(f"/desk/trail/?{query}").content.decode().partition('<ol class="desk__list">')[2]


def test_it_says_that_the_chain_holds_and_when_it_does_not(officer):
    assert "The audit trail is intact" in officer.get("/desk/trail/").content.decode()
    cache.clear()
    for statement in guard.BACK[connection.vendor][:1]:
        connection.cursor().execute(statement)
    Act.objects.filter(verb="mandate.accredited").update(ground="shown")
    page = officer.get("/desk/trail/").content.decode()
    assert "The audit trail is damaged" in page and "was changed." in page


@pytest.mark.parametrize(
    "query,there",
    [("", {"Rain", "Snow", "Ivy"}), ("organisation=snow", {"Snow"}), ("organisation=Ministry+of+Rain", {"Rain", "Ivy"}),
     ("verb=accredited", {"Rain", "Ivy"}), ("person=Bo", {"Snow"}), ("person=Ivy", {"Rain", "Ivy"}),
     ("mandate=999", set()), ("mandate=x", {"Rain", "Snow", "Ivy"}), ("verb=x", {"Rain", "Snow", "Ivy"})],
)  # fmt: skip
def test_it_can_be_narrowed(officer, query, there):
    page = listed(officer, query)
    assert {word for word in ("Rain", "Snow", "Ivy") if word in page} == there
    assert "<b>said</b>" not in page


def test_it_has_pages_of_fifty(officer, desk):
    for _ in range(60):
        Act.record("officer.appointed", desk[0], person=desk[1])
    assert listed(officer, "").count("officer.appointed") == 50
    assert listed(officer, "page=2&verb=appointed").count("officer.appointed") == 10


def test_the_table_holds_every_act_and_no_formula(officer):
    answer = officer.get("/desk/trail.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="trail.csv"'
    assert len(rows) == Act.objects.count() == 3
    words = [row["words"] for row in rows if row["words"]]
    assert words == ["'=HYPERLINK(1) <b>said</b>"]
    assert "@example.org" not in answer.content.decode()


def test_it_takes_few_questions_of_the_database(officer, desk, django_assert_max_num_queries):
    for _ in range(60):
        Act.record("officer.appointed", desk[0], person=desk[1])
    with django_assert_max_num_queries(12):
        officer.get("/desk/trail/")
