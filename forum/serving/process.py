"""A web process as its supervisor knows it: a child, and the pipe into which its event loop writes a byte each second."""

import fcntl
import os
import sys
from socket import socket

from forum.child import Child
from forum.server import ROOT

# Seconds without a word: until a new one must serve (it takes three on an idle machine); until one that serves has stopped.
# Its loop speaks each second, and one that is only late on a busy machine is so by one or two.
TO_BEGIN, TO_SPEAK = 60.0, 10.0


class Process(Child):
    def __init__(self, listener: socket, options: list[str]):
        self.pipe, theirs = os.pipe()
        os.set_blocking(self.pipe, False)
        # Above nine: Child's shell uses the small numbers itself.
        theirs = move_up(theirs)
        place = ["--fd", str(listener.fileno()), "--beat-fd", str(theirs)]
        argv = [sys.executable, "manage.py", "serve", *place, *options]
        super().__init__(argv, cwd=ROOT, pass_fds=(listener.fileno(), theirs))
        os.close(theirs)
        self.serves = False
        # Seconds it has been there, has been silent, and has been asked to end.
        self.age = self.silence = self.leaving = 0.0

    def hear(self, passed: float) -> None:
        """What it said in the `passed` seconds."""
        self.age, self.silence = self.age + passed, self.silence + passed
        try:
            said = os.read(self.pipe, 65_536)
        except BlockingIOError:
            return
        if said:
            self.serves, self.silence = True, 0.0

    @property
    def stuck(self) -> bool:
        return self.silence > (TO_SPEAK if self.serves else TO_BEGIN)

    def end(self, grace: float = 0) -> int:
        os.close(self.pipe)
        return super().end(grace)


def move_up(descriptor: int) -> int:
    """The same file under a number above nine, which children may inherit."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved
