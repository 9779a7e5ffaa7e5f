"""What a client writes down: one JSON object a line, in the order it happened, on the one clock of the machine."""

import json
import time
from pathlib import Path


class Journal:
    def __init__(self, path: Path):
        self.file = path.open("w", buffering=1 << 18)

    def note(self, who: str, what: str, **facts) -> None:
        self.raw(f'"who":"{who}","what":"{what}",' + json.dumps(facts, separators=(",", ":"))[1:])

    def raw(self, text: str) -> None:
        """`text`: the rest of the object, encoded already, for what is written a thousand times a second."""
        self.file.write(f'{{"t":{time.monotonic():.4f},{text}\n')

    def close(self) -> None:
        self.file.close()
