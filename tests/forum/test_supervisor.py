"""What a supervisor does with processes that die, hang or never begin; the processes are played, but for the last test's."""

import signal
import socket
import sys

import pytest

from forum.serving import process, supervisor
from forum.serving.process import TO_BEGIN, TO_SPEAK
from forum.serving.process import Process as Real
from forum.serving.supervisor import LONGEST_PAUSE, LONGEST_REST, ROUND, TO_END, Supervisor, Worker
from tests.patience import until


class Played(Real):
    """A process that does as it is told: `speaks`, and `code` once it has ended."""

    speaks = False

    def __init__(self, *_):
        self.serves, self.code, self.pid, self.asked = False, None, 1, False
        self.age = self.silence = self.leaving = 0.0

    def hear(self, passed):
        self.age, self.silence = self.age + passed, self.silence + passed
        if self.speaks and self.code is None:
            self.serves, self.silence = True, 0.0

    def poll(self):
        self.returncode = self.code
        return self.code

    def terminate(self):
        self.asked = True

    def kill(self):
        self.code = -9 if self.code is None else self.code

    def end(self, grace=0):
        assert self.code is not None, "this would wait for a process"
        return self.code

    def __del__(self):
        pass


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setattr(supervisor, "Process", Played)
    worker = Worker(None, [])
    worker.process.speaks = True
    pass_by(worker, 1)
    return worker


def pass_by(worker, seconds: float) -> None:
    for _ in range(round(seconds / ROUND)):
        worker.tend(ROUND)


def test_one_that_is_slow_stays_and_one_that_stands_still_is_killed_and_replaced(worker):
    old = worker.process
    old.speaks = False
    pass_by(worker, TO_SPEAK - 1)
    assert worker.process is old and old.code is None
    pass_by(worker, 2)
    assert old.code == -9 and worker.process is not old


def test_a_version_that_cannot_start_is_tried_again_soon_however_often_it_failed(worker):
    worker.process.code = 1
    for _ in range(10):
        pass_by(worker, LONGEST_PAUSE + 1)
        assert worker.process, "nobody was started within the longest pause"
        worker.process.code = 1


def test_the_old_one_goes_on_when_the_new_one_hangs(worker):
    old = worker.process
    worker.renew()
    pass_by(worker, TO_BEGIN + 1)
    assert worker.process is old and not old.asked and worker.settled


def test_the_old_one_is_asked_to_end_once_the_new_one_serves_and_not_before(worker):
    old = worker.process
    worker.renew()
    pass_by(worker, 2)
    assert not old.asked
    new = worker.next
    new.speaks = True
    pass_by(worker, 1)
    assert worker.process is new and old.asked and not worker.settled
    pass_by(worker, TO_END + 1)
    assert old.code == -9 and worker.settled


def test_when_the_old_one_dies_while_a_renewal_hangs_another_is_tried_and_nobody_waits_for_it(worker):
    worker.renew()
    hanging = worker.next
    worker.process.code = 1
    pass_by(worker, 1)
    assert worker.process is hanging
    pass_by(worker, TO_BEGIN + LONGEST_PAUSE)
    assert hanging.code == -9 and worker.process is not hanging


@pytest.fixture
def supervised(monkeypatch):
    """Two that serve, and their supervisor; seconds pass as they are told."""
    monkeypatch.setattr(supervisor, "Process", Played)
    monkeypatch.setattr(signal, "signal", lambda number, done: None)
    both = Supervisor(socket.socket(), 2, [])
    for worker in both.workers:
        worker.process.speaks = True
    rounds(both, 1)
    return both


def rounds(both, seconds: float) -> None:
    for _ in range(round(seconds / ROUND)):
        both.round(ROUND)


def test_while_new_ones_hang_all_are_tried_in_turn_after_longer_and_longer_rests_and_the_old_ones_go_on(
    supervised, monkeypatch, caplog
):
    tried, old = [], [worker.process for worker in supervised.workers]
    for worker, name in zip(supervised.workers, "ab", strict=True):
        start = worker.start
        worker.start = lambda start=start, name=name: tried.append(name) or start()
    supervised.asked = signal.SIGHUP
    rounds(supervised, TO_BEGIN + 1)
    assert "".join(tried) == "ab" and len(caplog.records) == 1
    rounds(supervised, TO_BEGIN + 1)
    assert "".join(tried) == "aba" and len(caplog.records) == 2
    rounds(supervised, 4 * 3600)
    assert [worker.process for worker in supervised.workers] == old and not any(process.asked for process in old)
    assert len(caplog.records) <= len(tried) <= 2 * 4 * 3600 / LONGEST_REST + 20
    # Asked again, with a version that begins: nobody rests.
    monkeypatch.setattr(Played, "speaks", True, raising=False)
    supervised.asked = signal.SIGHUP
    rounds(supervised, TO_BEGIN + TO_END + 3)
    assert not {worker.process for worker in supervised.workers} & set(old) and not supervised.to_renew


def test_one_the_system_does_not_let_go_of_is_waited_for_by_nobody(worker, monkeypatch):
    old = worker.process
    monkeypatch.setattr(old, "kill", lambda: None)
    old.speaks = False
    pass_by(worker, TO_SPEAK + LONGEST_PAUSE + 2 * TO_END)
    assert worker.process not in (old, None) and worker.leaving == [old]
    old.code = -9
    pass_by(worker, 1)
    assert worker.settled


# Says each moment that it serves; one that is made to hang hears nothing, SIGTERM neither.
STUB = """#!/bin/sh
[ -e "$0.hang" ] && trap "" TERM && sleep 1000
exec 3>/proc/self/fd/"$6"
while :; do printf . >&3; sleep 0.05; done
"""


def test_a_real_one_that_hangs_at_its_start_is_ended_the_next_has_its_turn_and_it_is_tried_again(
    monkeypatch, tmp_path, caplog
):
    stub, hang = tmp_path / "stub", tmp_path / "stub.hang"
    stub.write_text(STUB)
    stub.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(stub))
    monkeypatch.setattr(process, "TO_BEGIN", 0.6)
    monkeypatch.setattr(supervisor, "SHORTEST_REST", 0.5)
    monkeypatch.setattr(signal, "signal", lambda number, done: None)
    both = Supervisor(socket.create_server(("127.0.0.1", 0)), 2, [])

    def becomes(true) -> None:
        until(lambda: both.round(0.02) or true())

    try:
        becomes(lambda: all(worker.process.serves for worker in both.workers))
        first, second = both.workers
        olds = first.process, second.process
        hang.touch()
        both.asked = signal.SIGHUP
        becomes(lambda: first.next)
        hanging = first.next
        becomes(lambda: hanging.poll() is not None)
        hang.unlink()
        assert hanging.returncode == -signal.SIGKILL and first.process is olds[0] and olds[0].poll() is None
        assert len(caplog.records) == 1 and "The old one goes on" in caplog.text
        becomes(lambda: second.process is not olds[1] or not olds[0].poll())
        becomes(lambda: first.process is not olds[0] and second.process is not olds[1])
        becomes(lambda: all(old.poll() is not None for old in olds) and not both.to_renew)
        assert first.process.serves and second.process.serves
    finally:
        monkeypatch.undo()
        both.stop()
