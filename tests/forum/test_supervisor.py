"""What a supervisor does with processes that die, hang or never begin; the processes are played."""

import pytest

from forum.serving import supervisor
from forum.serving.process import TO_BEGIN, TO_SPEAK
from forum.serving.process import Process as Real
from forum.serving.supervisor import LONGEST_PAUSE, ROUND, TO_END, Worker


class Played(Real):
    """A process that does as it is told: `speaks`, and `code` once it has ended."""

    def __init__(self, *_):
        self.serves, self.speaks, self.code, self.pid, self.asked = False, False, None, 1, False
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
        self.code = -9

    def end(self, grace=0):
        self.code = -9 if self.code is None else self.code
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
