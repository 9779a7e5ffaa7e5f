"""What a case is: bytes and pauses, and what must become of the line."""

from collections.abc import Sequence
from dataclasses import dataclass

# The line is still open, and the next post arrives on it.
FINE = "fine"
# An error frame says that this is no message, and the line is still open.
BAD_FRAME = "bad_frame"


@dataclass(frozen=True)
class Case:
    """`steps` are bytes to send and seconds to wait. `ends` is FINE, BAD_FRAME or another error's code, or a close
    code; `uvicorn` and `serve` what these do instead, where they give other guarantees."""

    name: str
    steps: Sequence[bytes | float]
    ends: str | int
    uvicorn: str | int | None = None
    serve: str | int | None = None

    def expected(self, server: str) -> str | int:
        own = getattr(self, server, None)
        return self.ends if own is None else own
