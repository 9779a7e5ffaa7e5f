"""Where Node is: the `ws` package, and Socket.IO with its Redis adapter; both in node/."""

import shutil
import subprocess
from functools import cache

from tests.bench.build import BUILT, HERE
from tests.bench.contender import Contender, Ground
from tests.bench.contenders.socketio import SOCKET
from tests.bench.load import Seat

SOURCES = HERE / "node"
PLACE = BUILT / "node"


@cache
def installed() -> str:
    """Installs the packages once; why that cannot be, or nothing."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "without Node (Debian: sudo apt install nodejs npm)"
    PLACE.mkdir(parents=True, exist_ok=True)
    lock = (SOURCES / "package-lock.json").read_bytes()
    mark = PLACE / "installed"
    if not mark.exists() or mark.read_bytes() != lock:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(SOURCES / file, PLACE)
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=PLACE, capture_output=True, text=True
        )
        if done.returncode:
            return f"npm ci failed: {done.stderr.strip().splitlines()[-1] if done.stderr else 'no reason given'}"
        mark.write_bytes(lock)
    # Node looks for packages beside the program, wherever it is started.
    for program in SOURCES.glob("*.js"):
        shutil.copy(program, PLACE)
    return ""


class NodeWs(Contender):
    name = "Node ws"
    program = "ws.js"
    quick = False

    def missing(self) -> str:
        return installed()

    def command(self, ground: Ground) -> list[str]:
        return ["node", str(PLACE / self.program), str(ground.port), ground.redis.removeprefix("unix://")]


class NodeSocketio(NodeWs):
    name = "Socket.IO on Node"
    program = "socketio.js"
    dialect = "socketio"
    quick = True

    def seat(self, ground: Ground, number: int, room: int) -> Seat:
        return SOCKET
