"""Which of two messages about the same thing is newer, where nothing numbers them."""

from time import time_ns

# Seconds after which what says how things are now says how they were.
STALE = 25.0


class Newest:
    """Tells the newest message about a thing from a repeated one: what passes has no number that would."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int], int] = {}

    def takes(self, about: tuple[str, int], at: int) -> bool:
        """Whether what was signed at `at` is newer than everything known of `about`, and not stale."""
        oldest = time_ns() - int(STALE * 1e9)
        if at <= max(oldest, self.seen.get(about, 0)):
            return False
        if len(self.seen) > 10_000:
            self.seen = {key: value for key, value in self.seen.items() if value > oldest}
        self.seen[about] = at
        return True
