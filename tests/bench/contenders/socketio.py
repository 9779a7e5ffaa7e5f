"""python-socketio with its Redis manager, on uvicorn: no sign-in, nothing stored."""

from tests.bench.contender import Contender, Ground, python
from tests.bench.load import Seat

SOCKET = Seat("/socket.io/?EIO=4&transport=websocket")


class PythonSocketio(Contender):
    name = "python-socketio"
    dialect = "socketio"
    needs = ("socketio", "uvicorn")
    quick = False

    def environment(self, ground: Ground) -> dict[str, str]:
        return {"BENCH_REDIS": ground.redis}

    def command(self, ground: Ground) -> list[str]:
        words = ["--log-level", "warning", "--port", ground.port]
        return python("uvicorn", *words, "tests.bench.contenders.socketio_site:application")

    def seat(self, ground: Ground, number: int, room: int) -> Seat:
        return SOCKET
