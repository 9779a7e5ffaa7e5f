"""The forum's server as a child of this process, as production runs it."""

import http.client
import sys
import time
from pathlib import Path

from forum.child import Child

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class Server(Child):
    """Serves the forum on 127.0.0.1; the environment says how, as everywhere."""

    def __init__(self, port: int):
        self.port = port
        super().__init__([sys.executable, "manage.py", "serve", "--host", HOST, "--port", str(port)], cwd=ROOT)

    def answer(self) -> int:
        """The status of the first page, or 0 while nobody answers."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            line.request("GET", "/")
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()

    def first_answer(self, seconds: float) -> int:
        """Waits for the first page; its status, or 0 when the server ended or stayed silent for `seconds`."""
        deadline = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < deadline:
            if status := self.answer():
                return status
            time.sleep(0.05)
        return 0
