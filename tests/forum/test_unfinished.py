"""A letter is sent, whatever becomes of the worker that had it in hand."""

import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from accounts.adapter import send
from forum import health, readiness, unfinished
from forum.unfinished import DEAD, LATEST, TRIES, give_back
from tests.forum.probe import ask
from tests.forum.test_health import READY, told, until_told
from tests.live.processes import ROOT, database_of_the_tests
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = {"given_up": 0, "worker_gone": 0, "failed": 0}


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that greets nobody until it is let go on."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.greets, self.callers, self.mails = threading.Event(), 0, []
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.callers += 1
        self.server.greets.wait(PATIENCE)
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 well\r\n")


@pytest.fixture
def mailbox():
    with Mailbox() as server:
        yield server
        server.greets.set()
        server.shutdown()


@pytest.fixture
def worker(mailbox, settings):
    """Starts workers as the Procfile does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    place = {"DJANGO_SETTINGS_MODULE": "tests.forum.worker_settings", "MAIL_PORT": str(mailbox.server_address[1])}
    place |= {"SOLIDACTION_MODE": "test", "DATABASE_URL": database_of_the_tests(), "RUN_DIR": str(settings.RUN_DIR)}
    running = []

    def start() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--no-reload"]
        running.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | place))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def letter(**as_it_is) -> DBTaskResult:
    row = DBTaskResult.objects.get(
        pk=send.using(backend="default").enqueue("Your code", "1234\n", "f@example.org", ["ada@example.org"]).id
    )
    DBTaskResult.objects.filter(pk=row.pk).update(**as_it_is)
    return row


def state(row: DBTaskResult) -> str:
    row.refresh_from_db()
    return row.status


def silent_for_long(row: DBTaskResult) -> None:
    DBTaskResult.objects.filter(pk=row.pk).update(started_at=timezone.now() - 2 * DEAD)


def test_a_letter_in_the_hands_of_a_worker_that_is_killed_is_sent_by_the_next(worker, mailbox):
    code, first = letter(), worker()
    until(lambda: mailbox.callers)
    first.kill()
    first.wait()
    assert state(code) == TaskResultStatus.RUNNING and not mailbox.mails
    silent_for_long(code)
    mailbox.greets.set()
    worker()
    until(lambda: state(code) == TaskResultStatus.SUCCESSFUL)
    assert len(mailbox.mails) == 1 and len(code.worker_ids) == 2
    assert re.search(rf"Message-ID: <{code.pk}@", mailbox.mails[0]), "a second copy is known by its number"


def test_a_slow_letter_of_a_living_worker_is_nobody_elses(worker, mailbox):
    code, _ = letter(), worker()
    until(lambda: mailbox.callers)
    silent_for_long(code)
    began = code.started_at
    until(lambda: state(code) and code.started_at > timezone.now() - DEAD and code.started_at != began)
    assert give_back(timezone.now()) == NOBODY
    mailbox.greets.set()
    until(lambda: state(code) == TaskResultStatus.SUCCESSFUL)
    assert len(code.worker_ids) == 1


def test_who_stops_a_worker_waits_for_the_letter_in_its_hands_and_for_no_other(worker, mailbox):
    code, other = letter(), letter()
    stopped = worker()
    until(lambda: mailbox.callers)
    stopped.send_signal(signal.SIGTERM)
    mailbox.greets.set()
    assert stopped.wait(PATIENCE) == 0
    assert sorted([state(code), state(other)]) == [TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL]


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_a_letter_that_failed_is_tried_again_later_and_behind_new_ones_seven_times_in_all(queue):
    code, now = letter(), timezone.now()
    for tried in range(TRIES):
        DBTaskResult.objects.filter(pk=code.pk).update(status=TaskResultStatus.FAILED, finished_at=now)
        assert give_back(now + unfinished.PAUSE * 4**tried) == NOBODY, "not yet"
        later = now + unfinished.PAUSE * 4**tried + timedelta(seconds=1)
        DBTaskResult.objects.filter(pk=code.pk).update(enqueued_at=later)
        assert give_back(later) == (NOBODY if tried == TRIES - 1 else NOBODY | {"failed": 1})
    assert state(code) == TaskResultStatus.FAILED
    first = letter()
    DBTaskResult.objects.filter(pk=code.pk).update(status=TaskResultStatus.READY)
    assert DBTaskResult.objects.ready().first() == first


@pytest.mark.parametrize("shift", [-2 * DEAD, timedelta(hours=5)], ids=["silent", "by a clock that was wrong"])
def test_what_nobody_does_any_more_goes_again_but_what_kills_every_worker_does_not(queue, shift):
    now = timezone.now()
    running = {"status": TaskResultStatus.RUNNING, "started_at": now + shift}
    code, deadly = letter(**running), letter(**running, priority=1 - TRIES)
    assert give_back(now) == {"given_up": 1, "worker_gone": 1, "failed": 0}
    assert (state(code), state(deadly)) == (TaskResultStatus.READY, TaskResultStatus.FAILED)


def test_a_letter_of_long_ago_is_sent_to_nobody_and_forgotten_with_the_others(queue):
    now = timezone.now()
    old = {"enqueued_at": now - LATEST - DEAD, "started_at": now - LATEST, "finished_at": now - LATEST}
    lost, failed = letter(**old, status=TaskResultStatus.RUNNING), letter(**old, status=TaskResultStatus.FAILED)
    assert give_back(now) == NOBODY | {"given_up": 1}
    assert state(lost) == state(failed) == TaskResultStatus.FAILED and lost.finished_at == now


@pytest.mark.usefixtures("engine")
async def test_operators_are_told_that_letters_wait_and_nobody_is_kept_out_for_it(settings, monkeypatch):
    monkeypatch.setattr(health, "READINESS", readiness.Readiness())
    assert (await ask("/health/ready")).status == 200 and await told() == READY
    long_ago = timezone.now() - 2 * unfinished.TOO_LONG
    row = await DBTaskResult.objects.acreate(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="default", run_after=get_date_max()
    )
    await DBTaskResult.objects.filter(pk=row.pk).aupdate(enqueued_at=long_ago)
    await until_told((200, {"status": "degraded", "reasons": ["jobs"]}))
    await row.adelete()
    await until_told(READY)
