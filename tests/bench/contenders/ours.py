"""The whole product: signed-in sockets, its rules, durable posts, the bell, acknowledged cursors. Once on each server it runs on."""

import os
import subprocess
import sys

from forum.server import ROOT
from tests.bench.contender import Contender, Ground, python
from tests.bench.load import Seat


class Ours(Contender):
    name = "ours"
    dialect = "solidaction"

    def environment(self, ground: Ground) -> dict[str, str]:
        return {
            "SOLIDACTION_MODE": "test",
            "RUN_DIR": str(ground.folder),
            "DATABASE_URL": "",
            "REDIS_URL": ground.redis,
            "ORIGINS": ground.origin,
        }

    def fill(self, ground: Ground, people: int, rooms: int, posts: int) -> None:
        keys = ground.folder / "keys"
        sizes = ["--people", people, "--rooms", rooms, "--posts", posts]
        subprocess.run(
            python("tests.bench.stock", *sizes, "--keys", keys),
            cwd=ROOT, env=os.environ | self.environment(ground), check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        ground.sessions = keys.read_text().split()

    def command(self, ground: Ground) -> list[str]:
        return [sys.executable, "manage.py", "serve", "--port", str(ground.port)]

    def seat(self, ground: Ground, number: int, room: int) -> Seat:
        return Seat(f"/live/rooms/bench-{room}/", f"sessionid={ground.sessions[number]}", room)


class OursOnDaphne(Ours):
    name = "ours, plain daphne"
    quick = False

    def command(self, ground: Ground) -> list[str]:
        return python("daphne", "-v", 0, "-b", "127.0.0.1", "-p", ground.port, "forum.asgi:application")


class OursOnUvicorn(Ours):
    name = "ours, uvicorn"
    needs = ("uvicorn",)
    quick = False

    def command(self, ground: Ground) -> list[str]:
        words = ["--log-level", "warning", "--lifespan", "off", "--port", ground.port]
        return python("uvicorn", *words, "forum.asgi:application")
