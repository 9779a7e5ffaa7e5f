"""Pictures of the pages of a document, asked of a process that is killed when it takes too long or says too much."""

import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Timer

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

CHILD = Path(__file__).with_name("child.py")
# Pages drawn at once, seconds this may take, and bytes the pictures may have together.
AT_ONCE, SECONDS, LARGEST = 10, 15, 16 * 1024 * 1024
# So many draw at the same moment in one of our processes; who comes next waits for so many seconds.
PLACES, WAIT = BoundedSemaphore(2), 20
JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages the document says it has (0: it could not be read), and JPEGs of some of them."""

    number: int = 0
    pictures: list[bytes] = field(default_factory=list)


def pages(document: File, kind: str, first: int = 0) -> Pages:
    """Up to ten pages from `first` (0 is the first); fewer where drawing failed."""
    if not PLACES.acquire(timeout=WAIT):
        raise ValidationError(
            _("Too many people are looking at documents right now. Try again in a minute."), code="busy"
        )
    try:
        answer = ask([kind, str(first), str(AT_ONCE), str(SECONDS)], document)
    finally:
        PLACES.release()
    if len(answer) < 4:
        return Pages()
    return Pages(struct.unpack(">I", answer[:4])[0], list(pictures(answer[4:])))


def ask(wish: list[str], document: File) -> bytes:
    """What the process answers. It inherits nothing but the document, opened for reading, and the way back: no settings, no
    secrets, no other descriptor."""
    process = subprocess.Popen(  # noqa: S603 (our own program, and numbers)
        [sys.executable, "-I", str(CHILD), *wish],
        stdin=document.fileno(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={}, cwd="/", close_fds=True, start_new_session=True,
    )  # fmt: skip
    too_long = Timer(SECONDS, process.kill)
    too_long.start()
    try:
        return process.stdout.read(LARGEST) if process.stdout else b""
    finally:
        too_long.cancel()
        # Its group too, should there be one: whoever runs as root has no limit of processes.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def pictures(answer: bytes) -> Iterator[bytes]:
    """The pictures that came whole. What sent them may have been taken over: anything but a JPEG ends it."""
    while len(answer) >= 4:
        length = struct.unpack(">I", answer[:4])[0]
        one, answer = answer[4 : 4 + length], answer[4 + length :]
        if len(one) < length or not one.startswith(JPEG):
            return
        yield one
