"""What a measure gives back: one figure of one contender, with its goal where there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """`values` are those of single runs; the median is what counts. `goal` is a sentence, `met` whether it is kept (None: no goal)."""

    measure: str
    contender: str
    what: str
    unit: str
    values: tuple[float, ...]
    goal: str = ""
    met: bool | None = None

    @property
    def median(self) -> float:
        return median(self.values)


# A measure is given whether to be quick, and gives its rows; what could not be run is a row without values, `what` saying why.
Measure = Callable[[bool], list[Row]]
