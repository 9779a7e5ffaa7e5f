"""How much a run looks at where one example is like the next. The ordinary one takes a part, always the same; with WHOLE=1, as
`make audit` asks for, it is everything."""

import os
from collections.abc import Iterable

WHOLE = os.environ.get("WHOLE") == "1"


def some(things: Iterable, one_in: int) -> list:
    """The first, and then every `one_in`th."""
    return list(things)[:: 1 if WHOLE else one_in]


def examples(number: int) -> int:
    """Of a property that is tried with `number` examples: all, or a fifth."""
    return number if WHOLE else number // 5
