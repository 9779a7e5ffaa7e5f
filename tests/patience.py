"""How long a test waits for a fact before it says that the fact never comes. A promise in seconds is no matter of patience: it is
measured, from its own beginning, where it is promised."""

import time

# Seconds. A machine that does ten other things at once is slow and not wrong.
PATIENCE = 90.0


def until(true, what: str = "it did not become so") -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
