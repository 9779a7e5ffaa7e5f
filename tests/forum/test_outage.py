"""The database is away: people are told so, keep their words, and the log stays readable."""

from types import SimpleNamespace

import pytest
from django.db import InternalError, OperationalError
from psycopg.errors import IdleInTransactionSessionTimeout, ReadOnlySqlTransaction

from dialogue.live.outage import away
from dialogue.live.refusals import Busy
from dialogue.live.writer import Job, commit
from dialogue.rooms.models import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def database_away(monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("the server closed the connection unexpectedly\nthis probably means it ended")

    monkeypatch.setattr(Room.objects, "open_to", gone)


@pytest.fixture
def page(client, database_away):
    client.raise_request_exception = False
    return client


def test_a_page_says_a_moment_please_and_when_to_come_back(page, room):
    answer = page.get(f"/rooms/{room.slug}/")
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert "Please wait a moment" in answer.text


def test_a_page_can_be_tried_again_and_a_form_cannot_be_sent_again_by_a_link(page, room, ada):
    assert f'href="/rooms/{room.slug}/?around=4"' in page.get(f"/rooms/{room.slug}/?around=4").text
    page.force_login(ada, "allauth.account.auth_backends.AuthenticationBackend")
    assert "Try again" not in page.post(f"/rooms/{room.slug}/posts/", {"text": "Mine."}).text


def test_a_form_gives_the_words_back(page, room, ada):
    page.force_login(ada, "allauth.account.auth_backends.AuthenticationBackend")
    answer = page.post(f"/rooms/{room.slug}/posts/", {"text": "Not <lost>."})
    assert answer.status_code == 503 and "Not &lt;lost&gt;." in answer.text


def test_it_is_said_in_the_readers_language_and_direction(page, room):
    arabic = {"accept-language": "ar"}
    assert '<html lang="ar" dir="rtl">' in page.get(f"/rooms/{room.slug}/", headers=arabic).text
    assert '<html lang="fr" dir="ltr">' in page.get(f"/rooms/{room.slug}/", headers={"accept-language": "fr"}).text


def test_a_broken_page_has_a_direction_too(client, room, monkeypatch):
    monkeypatch.setattr(Room.objects, "open_to", lambda *args: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(f"/rooms/{room.slug}/", headers={"accept-language": "ar"})
    assert answer.status_code == 500 and '<html lang="ar" dir="rtl">' in answer.text


def test_a_script_gets_an_answer_it_understands(page, room, ada):
    page.force_login(ada, "allauth.account.auth_backends.AuthenticationBackend")
    answer = page.post(
        f"/rooms/{room.slug}/posts/", {"text": "Mine.", "key": "abc"}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "busy" and answer.json()["key"] == "abc"


def test_any_other_fault_is_still_a_fault(client, room, monkeypatch):
    monkeypatch.setattr(Room.objects, "open_to", lambda *args: 1 / 0)
    client.raise_request_exception = False
    assert client.get(f"/rooms/{room.slug}/").status_code == 500


@pytest.mark.parametrize("cause", [IdleInTransactionSessionTimeout, ReadOnlySqlTransaction])
def test_a_transaction_the_server_ended_or_takes_no_writes_in_is_an_outage_and_no_mistake_of_ours(caplog, cause):
    """A process stood still in it, or another server is about to take over; whoever wrote is asked to try again."""

    def verb(drafts):
        raise InternalError("not now") from cause()

    drafts = [Job(verb, SimpleNamespace(stream_id=1)), Job(verb, SimpleNamespace(stream_id=1))]
    assert [type(outcome) for outcome in commit(drafts)] == [Busy, Busy]
    assert [record.exc_info for record in caplog.records] == [None]
    assert not away(InternalError("current transaction is aborted"))
