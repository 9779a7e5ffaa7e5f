"""How much one socket may send: counted before anything is looked at."""

from time import monotonic

# A person typing and reacting fast sends some two messages a second; acknowledgements of a flood some thirty.
MESSAGES, MESSAGES_PER_SECOND = 60, 20
BYTES, BYTES_PER_SECOND = 256 * 1024, 32 * 1024


class Budget:
    def __init__(self) -> None:
        self.messages: float = MESSAGES
        self.bytes: float = BYTES
        self.at = monotonic()

    def spend(self, size: int) -> bool:
        """Take one message of `size` bytes; False when the budget is used up."""
        now = monotonic()
        passed, self.at = now - self.at, now
        self.messages = min(MESSAGES, self.messages + passed * MESSAGES_PER_SECOND) - 1
        self.bytes = min(BYTES, self.bytes + passed * BYTES_PER_SECOND) - size
        return self.messages >= 0 and self.bytes >= 0
