"""The pulse of a process: whether its event loop turns, and how late. A thread keeps watch, for a loop that is stuck
cannot say so itself."""

import asyncio
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from time import monotonic

from dialogue.live import board

log = logging.getLogger(__name__)

BEAT_EVERY = 0.25
# Later than this, people notice, and the process asks to be left out (forum/health.py).
TOO_LATE = 1.0
# How long a delay is remembered, in seconds.
REMEMBERED = 10.0
WATCH_EVERY = 1.0


class Pulse:
    """`run` beats on the loop; the thread it starts writes down a loop that stands still, and where it stands.

    `stood_still` is called on the loop, once behind each standstill longer than TOO_LATE.
    """

    def __init__(self, stood_still: Callable[[], object] = bool) -> None:
        self.stood_still = stood_still
        self.thread_id = threading.get_ident()
        self.beat_at = self.felt = monotonic()
        self.delays: deque[tuple[float, float]] = deque(maxlen=int(REMEMBERED / BEAT_EVERY))
        self.ended = threading.Event()

    async def run(self) -> None:
        threading.Thread(target=self.watch, name="live-pulse", daemon=True).start()
        try:
            while True:
                self.beat_at = monotonic()
                await asyncio.sleep(BEAT_EVERY)
                self.feel()
                now = monotonic()
                self.delays.append((now, now - self.beat_at - BEAT_EVERY))
        finally:
            self.ended.set()

    def feel(self) -> None:
        """Asked before anything is shown: behind a standstill the beat itself may come a moment too late."""
        if monotonic() - self.beat_at > BEAT_EVERY + TOO_LATE and self.felt != self.beat_at:
            self.felt = self.beat_at
            self.stood_still()

    def stuck(self) -> float:
        """Seconds the loop is overdue at this moment; from any thread."""
        return max(0.0, monotonic() - self.beat_at - BEAT_EVERY)

    def late(self) -> float:
        """The longest delay within the last ten seconds, this moment included; from any thread."""
        since = monotonic() - REMEMBERED
        return max([self.stuck(), *(delay for at, delay in list(self.delays) if at > since)])

    def watch(self) -> None:
        told, unwritten = 0.0, False
        while not self.ended.wait(WATCH_EVERY):
            # Once per standstill: its beat is the same as long as it lasts.
            if self.stuck() > TOO_LATE and told != self.beat_at:
                told = self.beat_at
                log.error("The event loop is stuck; it stands here:\n%s", self.where())
            try:
                board.post()
                unwritten = False
            except OSError as error:
                if not unwritten:
                    log.warning("The figures of this process cannot be written (%s)", error)
                unwritten = True

    def where(self) -> str:
        frame = sys._current_frames().get(self.thread_id)
        return "".join(traceback.format_stack(frame)) if frame else "nowhere: its thread has ended"
