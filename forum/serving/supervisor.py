"""Several web processes on one port: the socket is opened once and inherited, so no visitor is lost when one of them ends.

SIGTERM ends all of them gracefully; SIGHUP replaces them one by one, each by one that is already serving. One that dies is
started again, after a pause that grows while it keeps dying.
"""

import fcntl
import logging
import os
import select
import signal
import sys
import time
from socket import socket

from forum.child import Child
from forum.server import ROOT

log = logging.getLogger(__name__)

# Seconds: until a new one must serve; for one that ends to send everyone on; the longest pause before another start.
TO_BEGIN, TO_END, LONGEST_PAUSE = 60.0, 45.0, 30.0
# One that has served so long (seconds) was no false start.
SETTLED = 10.0
ROUND = 0.2


class Worker:
    """One place at the port, and the process that holds it."""

    def __init__(self, listener: socket, options: list[str]):
        self.listener, self.options = listener, options
        self.pause = 0.0
        self.ready = -1
        self.start()

    def start(self) -> None:
        ours, theirs = os.pipe()
        # Above nine: Child's shell uses the small numbers itself.
        theirs = move_up(theirs)
        place = ["--fd", str(self.listener.fileno()), "--ready-fd", str(theirs)]
        argv = [sys.executable, "manage.py", "serve", *place, *self.options]
        self.process = Child(argv, cwd=ROOT, pass_fds=(self.listener.fileno(), theirs))
        self.started = time.monotonic()
        os.close(theirs)
        self.ready = ours

    def serves(self, seconds: float) -> bool:
        """Whether it says within `seconds` that it serves."""
        if self.ready < 0:
            return True
        if not select.select([self.ready], [], [], seconds)[0]:
            return False
        said = os.read(self.ready, 1) == b"."
        os.close(self.ready)
        self.ready = -1
        return said

    def tend(self) -> None:
        """Start it again if it has died, not sooner than its pause is over. Call it often."""
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        if self.process.stdin:
            self.serves(0)
            log.error("A web process ended (code %s) after %.0f s", self.process.returncode, lived)
            self.process.end()
            self.process.stdin = None
            self.pause = 0.0 if lived > SETTLED else min(LONGEST_PAUSE, self.pause * 2 or 0.5)
        if lived >= self.pause:
            self.start()

    def replace(self) -> None:
        """Put another process in this place; the old one ends when the new one serves, and stays if that one never does."""
        old, old_ready = self.process, self.ready
        self.start()
        if self.serves(TO_BEGIN):
            old.end(TO_END)
        else:
            log.error("A new web process did not begin to serve; the old one goes on")
            self.process.end(0)
            self.process, self.ready = old, old_ready


class Supervisor:
    """`options` are those of `serve` that every worker gets."""

    def __init__(self, listener: socket, workers: int, options: list[str]):
        self.listener = socket(fileno=move_up(listener.detach()))
        self.asked: signal.Signals | None = None
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, self.ask)
        self.workers = [Worker(self.listener, options) for _ in range(workers)]

    def ask(self, number: int, frame: object) -> None:
        self.asked = signal.Signals(number)

    def run(self) -> None:
        """Until asked to stop."""
        while self.asked not in (signal.SIGTERM, signal.SIGINT):
            if self.asked == signal.SIGHUP:
                self.asked = None
                self.renew()
            for worker in self.workers:
                worker.tend()
            time.sleep(ROUND)
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.end(TO_END)

    def renew(self) -> None:
        for worker in self.workers:
            if self.asked is None:
                worker.replace()


def move_up(descriptor: int) -> int:
    """The same file under a number above nine, which children may inherit."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved
