"""Several web processes on one port: the socket is opened once and inherited, so no visitor is lost when one of them ends.

SIGTERM ends all of them gracefully; SIGHUP replaces them one by one, each by one that is already serving. Where that one does
not begin to serve, the old one goes on, the others have their turn, and it is tried again after a pause. One that dies, or
whose event loop stands still, is replaced, after a short pause while it keeps dying. Nothing here waits for a process: each
round looks at every one.
"""

import logging
import signal
import time
from socket import socket

from forum.serving.process import Process, move_up

log = logging.getLogger(__name__)

# Seconds: for one that ends to send everyone on (it gives itself a little less); the longest pause before another start.
TO_END, LONGEST_PAUSE = 28.0, 5.0
# Seconds until it is tried again to renew one, when that failed: at first, and at most.
SHORTEST_REST, LONGEST_REST = 10.0, 600.0
# One that has served so long (seconds) was no false start.
SETTLED = 10.0
ROUND = 0.2
# The most a round counts for: when the supervisor itself was held up, so were the others, and none of them is to blame.
LONGEST_ROUND = 1.0


class Worker:
    """One place at the port, the process that holds it, the one that is to follow it, and those that are on their way out."""

    def __init__(self, listener: socket, options: list[str]):
        self.listener, self.options = listener, options
        self.pause = self.waited = 0.0
        # Whether it is to be renewed; seconds until that may be tried, and how long the last such rest was.
        self.outdated, self.rest, self.rested = False, 0.0, 0.0
        self.process: Process | None = self.start()
        self.next: Process | None = None
        self.leaving: list[Process] = []

    def start(self) -> Process:
        return Process(self.listener, self.options)

    def tend(self, passed: float) -> None:
        """Look at each of its processes; `passed` seconds after the last look."""
        self.rest = max(0.0, self.rest - passed)
        if self.process:
            self.process.hear(passed)
            self.judge(self.process)
        else:
            self.waited += passed
            if self.waited >= self.pause:
                self.process = self.start()
        if self.next:
            self.next.hear(passed)
            self.follow(self.next)
        for process in list(self.leaving):
            process.leaving += passed
            if process.poll() is not None:
                process.end()
                self.leaving.remove(process)
            elif process.leaving > TO_END:
                process.kill()

    def judge(self, process: Process) -> None:
        """Make room for another when this one has ended or stands still."""
        if process.poll() is not None:
            log.error("A web process ended (code %s) after %.0f s", process.returncode, process.age)
        elif process.stuck:
            log.error("Web process %d has been silent for %.0f s; it is replaced", process.pid, process.silence)
        else:
            return
        self.end(process)
        # Whatever takes its place is new.
        self.outdated = False
        self.pause = 0.0 if process.serves and process.age > SETTLED else min(LONGEST_PAUSE, self.pause * 2 or 0.5)
        self.process, self.next, self.waited = self.next, None, 0.0

    def follow(self, process: Process) -> None:
        """Let it take the place once it serves; until then the old one goes on."""
        if process.serves:
            if self.process:
                self.process.terminate()
                self.leaving.append(self.process)
            self.process, self.next, self.outdated = process, None, False
        elif process.poll() is not None or process.stuck:
            self.rest = self.rested = min(LONGEST_REST, max(SHORTEST_REST, 2 * self.rested))
            log.error(
                "Web process %d did not begin to serve within %.0f s%s. The old one goes on; the next try is in %.0f s",
                process.pid,
                process.age,
                "" if process.returncode is None else f" and has ended (code {process.returncode})",
                self.rest,
            )
            self.end(process)
            self.next = None

    def end(self, process: Process) -> None:
        """At once. What the system does not let go of, such as for a disk that hangs, is waited for in later rounds."""
        process.kill()
        self.leaving.append(process)

    def outdate(self) -> None:
        """It is to be renewed, and no failure of former tries counts."""
        self.outdated, self.rest, self.rested = True, 0.0, 0.0

    def renew(self) -> None:
        if self.process and not self.next:
            self.next = self.start()

    @property
    def settled(self) -> bool:
        return not self.next and not self.leaving


class Supervisor:
    """`options` are those of `serve` that every worker gets."""

    def __init__(self, listener: socket, workers: int, options: list[str]):
        self.listener = socket(fileno=move_up(listener.detach()))
        self.asked: signal.Signals | None = None
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, self.ask)
        self.workers = [Worker(self.listener, options) for _ in range(workers)]
        self.to_renew: list[Worker] = []

    def ask(self, number: int, frame: object) -> None:
        self.asked = signal.Signals(number)

    def run(self) -> None:
        """Until asked to stop."""
        last = time.monotonic()
        while self.asked not in (signal.SIGTERM, signal.SIGINT):
            now = time.monotonic()
            self.round(min(LONGEST_ROUND, now - last))
            last = now
            time.sleep(ROUND)
        self.stop()

    def round(self, passed: float) -> None:
        if self.asked == signal.SIGHUP:
            self.asked, self.to_renew = None, list(self.workers)
            for worker in self.workers:
                worker.outdate()
        self.to_renew = [worker for worker in self.to_renew if worker.outdated]
        rested = [worker for worker in self.to_renew if not worker.rest]
        if rested and all(worker.settled for worker in self.workers):
            # Behind the others, should it have to be tried again.
            self.to_renew.remove(rested[0])
            self.to_renew.append(rested[0])
            rested[0].renew()
        for worker in self.workers:
            worker.tend(passed)

    def stop(self) -> None:
        """All at once, and none longer than TO_END."""
        ending = [
            process
            for worker in self.workers
            for process in (worker.process, worker.next, *worker.leaving)
            if process is not None
        ]
        for process in ending:
            process.terminate()
        deadline = time.monotonic() + TO_END
        while any(process.poll() is None for process in ending) and time.monotonic() < deadline:
            time.sleep(ROUND)
        for process in ending:
            process.end()
