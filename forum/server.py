"""daphne as a child of this process, with the limits of production (`Procfile` has the same)."""

import http.client
import sys
import time
from pathlib import Path

from forum.child import Child

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
LIMITS = [
    # Seconds a request may take: one that hangs ends; a reader of server-sent events comes back by itself.
    *("-t", "300"),
    # Seconds a socket may live; who stays half a day comes back with a fresh look at their rights.
    *("--websocket_timeout", "43200"),
    # Seconds to be let in: after a restart everybody is at the door at once.
    *("--websocket_connect_timeout", "20"),
    # Bytes of the largest frame, in and out.
    *("--websocket-max-message-size", "32768", "--websocket-max-frame-size", "32768"),
]


class Server(Child):
    """Serves the forum on 127.0.0.1; the environment says how, as everywhere."""

    def __init__(self, port: int):
        self.port = port
        place = ["-b", HOST, "-p", str(port), "-v", "0", "--no-server-name"]
        super().__init__([sys.executable, "-m", "daphne", *place, *LIMITS, "forum.asgi:application"], cwd=ROOT)

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
