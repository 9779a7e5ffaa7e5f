"""Two who write in the same moment cross, and the database ends one of them: that is no outage. It is done once more, and whoever
crosses again is asked to try again."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from psycopg.errors import DeadlockDetected, SerializationFailure

from dialogue.live.outage import OUTAGE, away
from dialogue.live.refusals import Busy, Conflict
from dialogue.live.writer import Job, commit
from dialogue.rooms.models import Post
from dialogue.rooms.publication import Publication
from forum.again import AgainMiddleware
from tests.accounts.desk import PDF

pytestmark = pytest.mark.django_db


class Crossing:
    """A verb that crosses another's work so many times before it is done."""

    def __init__(self, times: int, work=lambda *args, **how: "done", cause=DeadlockDetected):
        self.left, self.work, self.cause, self.asked = times, work, cause, 0

    def __call__(self, *args, **how):
        self.asked += 1
        if self.left:
            self.left -= 1
            raise OperationalError("deadlock detected") from self.cause()
        return self.work(*args, **how)


@pytest.fixture
def form(client, room, ada, monkeypatch):
    """Ada sends the form of a room, which crosses so many times."""
    client.force_login(ada)
    client.raise_request_exception = False

    def send(times: int, work=Publication.one):
        crossing = Crossing(times, work)
        monkeypatch.setattr(Publication, "one", crossing)
        accept = {"accept": "application/json"}
        return client.post(f"/rooms/{room.slug}/posts/", {"text": "Mine."}, headers=accept), crossing

    return send


def test_a_form_that_crossed_once_is_done(form):
    answer, crossing = form(1)
    assert answer.status_code in (200, 201, 302) and crossing.asked == 2
    assert Post.objects.count() == 1 and OUTAGE.since is None


def test_a_form_that_crosses_again_is_answered_try_again_and_the_log_tells_of_no_outage(form, caplog):
    answer, crossing = form(9)
    assert answer.status_code == 503 and answer.json()["error"]["code"] == "busy" and answer["Retry-After"] == "1"
    assert crossing.asked == 2 and not Post.objects.exists()
    assert OUTAGE.since is None and not [
        each for each in caplog.records if each.exc_info or "away" in each.getMessage()
    ]


def test_what_is_refused_the_second_time_is_told_as_ever(form):
    def refuse(draft):
        raise Conflict

    answer, _crossing = form(1, refuse)
    assert answer.status_code == 409 and answer.json()["error"]["code"] == "conflict"


def test_what_breaks_the_second_time_is_a_fault(form):
    answer, _crossing = form(1, lambda draft: 1 / 0)
    assert answer.status_code == 500


def test_a_document_is_read_from_its_beginning_again(rf):
    request = rf.post("/", {"file": SimpleUploadedFile("letter.pdf", PDF)})
    read = []

    def take(request):
        read.append(request.FILES["file"].read())
        return crossing()

    crossing = Crossing(1, HttpResponse)
    request.resolver_match = (take, (), {})
    with pytest.raises(OperationalError) as crossed:
        take(request)
    assert AgainMiddleware(HttpResponse).process_exception(request, crossed.value).status_code == 200
    assert read == [PDF, PDF]


@pytest.mark.parametrize("cause", [DeadlockDetected, SerializationFailure])
@pytest.mark.parametrize(("times", "outcomes"), [(1, ["one", "two"]), (9, [Busy, Busy])])
def test_a_batch_is_tried_once_more_and_then_asked_to_come_back(caplog, cause, times, outcomes):
    crossing = Crossing(times, lambda drafts: ["one", "two"], cause)
    found = commit([Job(crossing, SimpleNamespace(stream_id=1)) for _ in range(2)])
    assert [type(each) if isinstance(each, Busy) else each for each in found] == outcomes
    assert crossing.asked == 2 and not caplog.records


def test_a_database_that_is_away_is_not_asked_twice(client, room, monkeypatch):
    asked = []

    def gone(*args, **how):
        asked.append(args)
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(type(room).objects, "open_to", gone)
    client.raise_request_exception = False
    assert client.get(f"/rooms/{room.slug}/").status_code == 503
    assert len(asked) == 1 and away(OperationalError("the server closed the connection"))
