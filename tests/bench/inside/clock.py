"""A window of time in which things are counted: how many a second, how long each, what processor time of this process."""

import time


class Window:
    """Opens after `warm` seconds and closes `seconds` later; outside of it nothing counts."""

    def __init__(self, warm: float, seconds: float):
        self.opens = time.perf_counter() + warm
        self.closes = self.opens + seconds
        self.waits: list[float] = []
        self.begun: tuple[float, float] | None = None
        self.ended: tuple[float, float] | None = None

    def open(self) -> bool:
        """Whether to go on."""
        return time.perf_counter() < self.closes

    def count(self, asked: float) -> None:
        """One more is answered now that was asked for at `asked`, a time.perf_counter()."""
        now = time.perf_counter()
        if self.opens <= now < self.closes:
            self.begun = self.begun or (now, time.process_time())
            self.waits.append(now - asked)
            self.ended = (now, time.process_time())

    def told(self) -> dict[str, float]:
        waits, wall = sorted(self.waits), self.ended[0] - self.begun[0]
        return {
            "per second": len(waits) / wall,
            "p50 ms": waits[len(waits) // 2] * 1000,
            "p99 ms": waits[int(len(waits) * 0.99)] * 1000,
            "cpu us": (self.ended[1] - self.begun[1]) / len(waits) * 1e6,
        }
