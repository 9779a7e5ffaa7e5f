"""The world of the tests: ada and bo speak, grace moderates, mallory must not."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from asgiref.sync import SyncToAsync
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone, translation
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts.models import Mandate, Organisation, User
from dialogue.limits.buckets import MEMORY
from dialogue.live import threads
from dialogue.live.hub import running
from dialogue.live.outage import OUTAGE
from dialogue.rooms.models import Room, Theme
from forum.hashing import OneAtATime
from forum.management.commands.prepare import compile_messages
from tests.people import give_factor, person, prove


@pytest.fixture(autouse=True)
def _offline(settings):
    """The bell rings only in the tests that start a server for it."""
    settings.REDIS_URL = ""


@pytest.fixture(autouse=True)
def _who_comes_in_has_shown_who_they_are(monkeypatch):
    """Django's short way in leaves no proof in the session, as every real one does."""
    come_in = Client.force_login

    def come_in_and_prove(browser, who, *how, **more):
        come_in(browser, who, *how, **more)
        prove(browser, who)

    monkeypatch.setattr(Client, "force_login", come_in_and_prove)


@pytest.fixture(autouse=True)
def _nothing_done_yet():
    """What is counted in the memory of a process is not counted from one test to the next."""
    MEMORY.full_at.clear()
    OUTAGE.since = None


@pytest.fixture(autouse=True)
def _quick_passwords(request, monkeypatch):
    """Hashed by the same code with little work, except where what a hash costs is the subject (`dear_passwords`)."""
    if "dear_passwords" not in request.fixturenames:
        for cost, little in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            monkeypatch.setattr(OneAtATime, cost, little)


@pytest.fixture
def dear_passwords():
    """Hashes take the time and the memory that they take in production."""


@pytest.fixture
def unhurried(monkeypatch):
    """For programs that play people faster than people are: nothing that a process counts is too often."""
    monkeypatch.setattr(MEMORY, "take", lambda *about: 0.0)


@pytest.fixture(scope="session", autouse=True)
def _catalogues():
    """Of a fresh clone too, before anything is read in a language: what was not there then is not looked for again."""
    compile_messages()


@pytest.fixture(scope="session", autouse=True)
def _files_are_looked_for_once():
    """Every Client makes the middleware anew, and this one would look through all files of the forum each time."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(middleware):
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True)
def _in_english():
    """No test inherits the language of the page another has read."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """A whole test is one transaction here, and a slow machine may think for more than a second in the midst of it."""
    options = connections["default"].settings_dict["OPTIONS"]
    if "options" in options:
        options["options"] = options["options"].replace("session_timeout=1000", "session_timeout=60000")


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly(django_db_setup, django_db_blocker):
    """Between tests that commit, all tables are emptied: by DELETE, which the trail refuses. tests/accounts/test_trail.py puts its
    guard back on SQLite; PostgreSQL sets it aside for that moment."""
    # Where no test wants a database, this is not one of the tests' own.
    if connection.vendor == "sqlite" and "/test.sqlite3" in str(connection.settings_dict["NAME"]):
        with django_db_blocker.unblock():
            connection.cursor().execute("DROP TRIGGER accounts_act_delete")
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", deletions)
        yield


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """For a module's fixtures that take long: what is made in `with kept():` stands for all its tests, each of which undoes only
    its own."""

    @contextmanager
    def making():
        translation.deactivate()
        with django_db_blocker.unblock():
            yield

    with making():
        around = transaction.atomic()
        around.__enter__()
    yield making
    with making():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def deletions(style, tables, **options) -> list[str]:
    """Where a table holds a few rows, TRUNCATE, which gives it new files, takes twenty times as long."""
    guard = 'ALTER TABLE "accounts_act" {} TRIGGER "accounts_act_stands"'
    emptied = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]
    return [guard.format("DISABLE"), *emptied, "SET CONSTRAINTS ALL IMMEDIATE", guard.format("ENABLE")]


@pytest.fixture(scope="session", autouse=True)
def _let_go_of_the_database(django_db_setup):
    yield
    threads.close_connections()
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()


@pytest.fixture
async def engine():
    """For tests on the loop: whatever hub they start is stopped with them."""
    yield
    for hub in running():
        await hub.stop()


@pytest.fixture
def ada(db) -> User:
    return person("Ada Mensah", country="GH", languages=["en", "fr"])


@pytest.fixture
def bo(db) -> User:
    return person("Bo Lindqvist", country="SE", languages=["en"])


@pytest.fixture
def grace(db) -> User:
    return person("Grace Oduya", country="KE", is_staff=True)


@pytest.fixture
def mallory(db) -> User:
    return person("Mallory Voss", country="CA")


@pytest.fixture
def theme(db) -> Theme:
    return Theme.objects.create(slug="climate", titles={"en": "Climate", "ar": "المناخ"}, summaries={"en": "Drought."})


@pytest.fixture
def room(theme) -> Room:
    return Room.objects.create(
        slug="rain",
        theme=theme,
        titles={"en": "Rain", "ar": "المطر"},
        questions={"en": "Who pays?"},
        languages=["en", "fr", "ar"],
    )


@pytest.fixture
def members_room(theme) -> Room:
    return Room.objects.create(
        slug="inner",
        theme=theme,
        titles={"en": "Inner"},
        visibility=Room.Visibility.MEMBERS,
        speakers=Room.Speakers.MEMBERS,
    )


@pytest.fixture
def mandate(ada, grace) -> Mandate:
    """Ada speaks for an assembly, for a year."""
    body = Organisation.objects.establish(slug="isles", name="Assembly of the Isles", sector="parliament", country="CV")
    give_factor(ada)
    now = timezone.now()
    return Mandate.objects.grant(
        by=(grace, None), person=ada, organisation=body, title="member",
        valid_from=now - timedelta(days=1), valid_until=now + timedelta(days=364),
    )  # fmt: skip
