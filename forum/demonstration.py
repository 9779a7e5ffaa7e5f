"""`make run`: the whole forum on one machine with a demonstration in it, until Ctrl-C."""

import os
import signal
import sys
import time
from pathlib import Path

from forum import ground, port
from forum.child import Child
from forum.embedded import Embedded, Unavailable
from forum.port import Refusal
from forum.server import HOST, ROOT, Server

SECONDS_TO_ANSWER = 60
SECONDS_BETWEEN_ROUNDS = 0.5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

WELCOME = """
  Solidaction is running, with a demonstration in it.

    Open   http://{host}:{port}
    Enter  on the sign-in page, as one of the demonstration's people; mail to anyone else appears here.
    Stop   Ctrl-C; what was written is kept, and `make run` brings it back.
"""


class Stopped(BaseException):
    """Somebody asked us to stop."""


def main(arguments: list[str]) -> int:
    """Runs until stopped; returns the exit code: 0 when asked to stop, else that of what failed."""
    for name in SIGNALS:
        # nohup has asked to be left alone when the terminal closes.
        if name != signal.SIGHUP or signal.getsignal(name) is not signal.SIG_IGN:
            signal.signal(name, stop)
    try:
        return run(port.free(port.number(arguments[0] if arguments else "8000")))
    except Refusal as reason:
        print(f"Solidaction did not start. {reason}", file=sys.stderr)
        return 1
    except Stopped:
        print("\nStopped.")
        return 0


def stop(number: int, frame: object) -> None:
    """Stops once: a second Ctrl-C must not cut short the ending of the children."""
    for name in SIGNALS:
        signal.signal(name, signal.SIG_IGN)
    raise Stopped


def run(number: int) -> int:
    folder = ground.lay(number)
    embedded = bell(folder)
    try:
        return prepare() or serve(number, embedded)
    finally:
        if embedded:
            embedded.stop()


def bell(folder: Path) -> Embedded | None:
    """The embedded server, started, its address in the environment; None where it cannot run."""
    embedded = Embedded(folder)
    try:
        os.environ["REDIS_URL"] = embedded.start()
        return embedded
    except Unavailable as reason:
        print(f"{reason} The forum runs without it; what others write may show a second later.")
        return None
    except OSError as reason:
        raise ground.unusable(reason) from reason


def prepare() -> int:
    """Brings database, static files and demonstration up to date; 0, or the exit code of what failed."""
    preparing = Child([sys.executable, "manage.py", "prepare"], cwd=ROOT)
    try:
        return preparing.wait()
    finally:
        preparing.end()


def serve(number: int, embedded: Embedded | None) -> int:
    """Runs the server until it ends by itself; returns its exit code, never 0: nobody asked it to end."""
    server = Server(number)
    try:
        status = server.first_answer(SECONDS_TO_ANSWER)
        if status:
            print(WELCOME.format(host=HOST, port=number), flush=True)
        if status >= 400 or not status:
            print(
                f"The first page answered {status or 'nothing'}; the lines above may say why.",
                file=sys.stderr,
            )
        while server.poll() is None:
            if embedded:
                embedded.tend()
            time.sleep(SECONDS_BETWEEN_ROUNDS)
        print(f"The server ended (code {server.returncode}); the lines above say why.", file=sys.stderr)
        return server.returncode if server.returncode > 0 else 1
    finally:
        server.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
