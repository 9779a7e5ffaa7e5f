"""Every table of `cases`, on a real server: what becomes of the line, and nobody else notices."""

import pytest

from tests.patience import PATIENCE
from tests.wire.cases import FINE, Case, control, fragments, headers, json, sizes, utf8
from tests.wire.server import TERSE

# Protocol error, bad UTF-8, too large.
BROKEN = (1002, 1007, 1009)
TABLES = (fragments, headers, sizes, utf8, control, json)
ROWS = [
    pytest.param(case, id=f"{table.__name__.rsplit('.')[-1]}: {case.name}") for table in TABLES for case in table.CASES
]


@pytest.mark.parametrize("case", ROWS)
@pytest.mark.usefixtures("undisturbed")
def test_frame(place, case: Case):
    line = place.opened()
    for step in case.steps:
        if isinstance(step, bytes):
            line.send(step)
        else:
            line.until(lambda: False, step)
    ends = case.expected(place.server.name)
    if isinstance(ends, int):
        line.until(lambda: line.ended is not None)
        if ends in BROKEN and place.server.name in TERSE:
            ends = "dropped"
        assert line.ended == ends, line.errors()
    else:
        line.until(lambda: line.errors() if ends != FINE else False, PATIENCE if ends != FINE else 0.02)
        assert line.ended is None
        assert set(line.errors()) == (set() if ends == FINE else {ends})
        seq = place.say()
        assert line.until(lambda: seq in line.posts())
    line.close()
