"""A crowd meets a database that is away, or refuses: whoever reads the log reads what is the matter, once."""

import asyncio
import io
import logging

import pytest
from django.db import OperationalError
from psycopg_pool import ConnectionPool, PoolTimeout

from dialogue.live import closing, gathering, outage
from dialogue.live.hub import Hub
from dialogue.live.outage import OUTAGE
from dialogue.live.refusals import Busy
from dialogue.live.stay import Stay
from dialogue.live.writer import Job, outcomes_of
from dialogue.rooms.models import Post, Room
from dialogue.rooms.publication import publish
from forum import few_lines
from forum.few_lines import FewLines
from forum.reasons import reason
from tests.forum.probe import ask
from tests.live.lines import Line
from tests.patience import soon
from tests.people import draft

pytestmark = pytest.mark.django_db(transaction=True)
BEGINS, ENDS, TRACEBACK = "The database is away", "The database is back", "Traceback (most"


@pytest.fixture
def log(monkeypatch) -> io.StringIO:
    """What stands in the terminal."""
    terminal = next(one for one in logging.getLogger().handlers if any(isinstance(f, FewLines) for f in one.filters))
    monkeypatch.setattr(terminal, "stream", io.StringIO())
    monkeypatch.setattr(terminal, "filters", [FewLines(), *terminal.filters[1:]])
    return terminal.stream


async def test_an_outage_is_a_line_when_it_begins_and_one_at_its_end_with_all_who_were_refused(
    room, log, engine, monkeypatch
):
    def away(*args, **kwargs):
        raise OperationalError("the server closed the connection\nunexpectedly")

    monkeypatch.setattr(outage, "QUIET", 1.0)
    with monkeypatch.context() as gone:
        gone.setattr(Room.objects, "open_to", away)
        for _ in range(20):
            answer = await ask(f"/rooms/{room.slug}/", headers={"Host": "127.0.0.1:8000"})
            assert answer.status == 503
        error = OperationalError("gone")
        logging.getLogger("dialogue.live").warning("A batch failed: %s", error, extra={"refused": 5})
        (line,) = log.getvalue().splitlines()
        assert f"{BEGINS} (the server closed the connection unexpectedly)" in line
    Hub.here()
    await soon(lambda: OUTAGE.since is None)
    _, line = log.getvalue().splitlines()
    assert ENDS in line and "25 requests were refused" in line


def test_an_outage_goes_on_while_nothing_can_be_written_and_the_next_is_told_anew(log, refuse):
    def met():
        logging.getLogger("dialogue.live").warning("Not now (%s)", OperationalError("gone"))

    met()
    refuse("limits_cached")
    OUTAGE.look()
    met()
    assert log.getvalue().count(BEGINS) == 1 and ENDS not in log.getvalue()
    refuse.no_more()
    OUTAGE.look()
    assert log.getvalue().count(ENDS) == 1
    met()
    assert log.getvalue().count(BEGINS) == 2


async def test_a_database_that_says_nothing_is_an_outage_too(log, monkeypatch):
    async def hangs(batch):
        await asyncio.Event().wait()

    monkeypatch.setattr(gathering, "PATIENCE", 0.1)
    monkeypatch.setattr(gathering, "LOOK_EVERY", 0.05)
    asked = gathering.Gathering(hangs, 10, 10)
    outcomes = await asyncio.gather(*(asked.submit(n) for n in range(3)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {Busy}
    assert log.getvalue().count(BEGINS) == 1 and OUTAGE.refused == 3
    asked.running.cancel()


async def test_who_is_turned_away_at_the_door_together_is_not_told_one_by_one(room, log, engine, monkeypatch):
    async def busy(stay):
        raise Busy

    monkeypatch.setattr(Stay, "enter", busy)
    async with Line(room) as guest:
        assert await guest.hear("closed") == {"closed": closing.BUSY}
    assert not log.getvalue()


def test_where_nobody_tries_whether_it_is_over_a_later_one_is_told_all_the_same(log, monkeypatch):
    logging.getLogger("accounts").warning("Not now (%s)", OperationalError("gone"))
    monkeypatch.setattr(outage, "FORGOTTEN", 0.0)
    logging.getLogger("accounts").warning("Not now (%s)", OperationalError("gone"))
    assert log.getvalue().count(BEGINS) == 2


def test_who_got_no_connection_reads_why_there_was_none(log):
    """The pool itself only says how long was waited; which password or database was wrong it says to its own log."""
    with ConnectionPool("host=127.0.0.1 port=1 connect_timeout=2", min_size=1, reconnect_timeout=1) as pool:
        with pytest.raises(PoolTimeout) as waited:
            pool.getconn(timeout=0.3)
        pool.close()
    error = OperationalError(str(waited.value))
    error.__cause__ = waited.value
    logging.getLogger("forum").warning("Not ready: %s", error)
    (line,) = log.getvalue().splitlines()
    assert f"{BEGINS} (couldn't get a connection after" in line and "Connection refused" in line
    assert reason(OperationalError("disk full")) == "disk full"


def test_words_the_database_refuses_get_a_sentence_and_the_log_one_traceback(client, room, ada, bo, log, refuse):
    client.raise_request_exception = False
    client.force_login(ada, "allauth.account.auth_backends.AuthenticationBackend")
    refuse(Post._meta.db_table)
    for number in range(10):
        answer = client.post(f"/rooms/{room.slug}/posts/", {"text": f"Not <lost> {number}."})
        assert answer.status_code == 503 and f"Not &lt;lost&gt; {number}." in answer.text
        assert "The forum cannot save this right now" in answer.text
    assert log.getvalue().count("ERROR django.request") == 1 and BEGINS not in log.getvalue()
    assert TRACEBACK in log.getvalue()
    jobs = [Job(publish, draft(who, room, f"Mine {n}.")) for n, who in enumerate([ada, bo] * 10)]
    assert {type(outcome) for outcome in outcomes_of(jobs)} == {Busy}
    assert log.getvalue().count("A draft could not be written") == 1
    refuse.no_more()
    assert client.post(f"/rooms/{room.slug}/posts/", {"text": "Said."}).status_code == 302


def test_a_minute_later_it_is_told_again_with_how_many_there_were(client, room, ada, log, refuse, monkeypatch):
    refuse(Post._meta.db_table)
    outcomes_of([Job(publish, draft(ada, room, f"Mine {n}.")) for n in range(3)])
    monkeypatch.setattr(few_lines, "MINUTE", 0.0)
    outcomes_of([Job(publish, draft(ada, room, "Mine."))])
    assert log.getvalue().count("A draft could not be written") == 2
    assert "(and 2 like it since the last one told)" in log.getvalue()


def test_a_fault_that_is_not_the_databases_keeps_each_traceback(log):
    for _ in range(3):
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            logging.getLogger("forum").exception("Broken")
    assert log.getvalue().count(TRACEBACK) == 3
