"""What a search has found, page by page; never more than anybody would read through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST = 500
PAGE = 20

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Found(Generic[Thing]):
    """`ids` of what was found, one more than MOST when there are more; `read` makes things of some of them."""

    ids: Sequence[int]
    read: Callable[[Sequence[int]], list[Thing]]

    @property
    def total(self) -> int:
        return min(len(self.ids), MOST)

    @property
    def more(self) -> bool:
        return len(self.ids) > MOST

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)

    def page(self, number: int) -> list[Thing]:
        """The things of one page; the first has number 1."""
        return self.read(self.ids[: self.total][(number - 1) * PAGE : number * PAGE])
