"""What was made of a piece of text, kept for when it comes again: quicker than functools.lru_cache when many are looked up at once."""

from collections.abc import Callable
from typing import TypeVar

# Longer pieces seldom come again.
LONG = 100

Made = TypeVar("Made")


class Remembered(dict[str, Made]):
    """By piece. Those of one `family` hold at most so many pieces together, and begin anew then."""

    def __init__(self, make: Callable[[str], Made], most: int, family: "list[Remembered[Made]] | None" = None):
        self.make, self.most = make, most
        self.family = [] if family is None else family
        self.family.append(self)

    def __missing__(self, piece: str) -> Made:
        made = self.make(piece)
        if len(piece) <= LONG:
            if sum(map(len, self.family)) >= self.most:
                for each in self.family:
                    each.clear()
            self[piece] = made
        return made
