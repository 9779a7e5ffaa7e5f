"""`make bench`: the replay of a real debate, at full speed with 200 listeners, on a server of its own."""

import os
import socket
import sys
import tempfile
from pathlib import Path

from forum import ground
from forum.child import Child
from forum.demonstration import SECONDS_TO_ANSWER, bell, prepare
from forum.port import Refusal
from forum.server import HOST, ROOT, Server

DEBATE = ROOT.parent / "shared" / "data" / "debate" / "debate-multilingual.jsonl"
PROMISE = ["--listeners", "200", "--speed", "full", "--max-p99", "250"]


def main(arguments: list[str]) -> int:
    """Plays the file in `arguments`, or the debate beside the project; the replay's exit code."""
    debate = Path(arguments[0]).resolve() if arguments else DEBATE
    if not debate.is_file():
        print(f"There is no debate to play at {debate}; name a file: make bench FILE=...", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["RUN_DIR"] = folder
        try:
            return play(debate, vacant())
        except Refusal as reason:
            print(reason, file=sys.stderr)
            return 1


def vacant() -> int:
    with socket.create_server((HOST, 0)) as door:
        return door.getsockname()[1]


def play(debate: Path, port: int) -> int:
    embedded = bell(ground.lay(port))
    server = None
    try:
        if code := prepare():
            return code
        server = Server(port)
        if server.first_answer(SECONDS_TO_ANSWER) != 200:
            raise Refusal("The server did not answer; the lines above say why.")
        place = ["--room", "bench", "--url", f"http://{HOST}:{port}"]
        replay = [sys.executable, "manage.py", "replay", str(debate), *place, *PROMISE]
        return Child(replay, cwd=ROOT).wait()
    finally:
        if server:
            server.end()
        if embedded:
            embedded.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
