"""The chat that Channels' tutorial teaches, on daphne, with either of its Redis channel layers: tutorial_site.py."""

import os
import subprocess

from forum.server import ROOT
from tests.bench.contender import Contender, Ground, python
from tests.bench.load import Seat

SITE = "tests.bench.contenders.tutorial_site"


class Tutorial(Contender):
    """With the layer most projects have."""

    name = "tutorial, Redis layer"
    dialect = "json"
    needs = ("channels_redis",)
    slow = True
    quick = False
    layer = "channels_redis.core.RedisChannelLayer"

    def environment(self, ground: Ground) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "",
            "BENCH_FOLDER": str(ground.folder),
            "BENCH_LAYER": self.layer,
            "BENCH_REDIS": ground.redis,
        }

    def fill(self, ground: Ground, people: int, rooms: int, posts: int) -> None:
        made = subprocess.run(
            python(SITE, people),
            cwd=ROOT, env=os.environ | self.environment(ground), check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        ground.sessions = made.stdout.split()

    def command(self, ground: Ground) -> list[str]:
        return python("daphne", "-v", 0, "-b", "127.0.0.1", "-p", ground.port, f"{SITE}:application")

    def seat(self, ground: Ground, number: int, room: int) -> Seat:
        return Seat(f"/ws/chat/{room}/", f"sessionid={ground.sessions[number]}", room)


class PubSubTutorial(Tutorial):
    """With the layer that its own documentation recommends for fan-out."""

    name = "tutorial, pub/sub"
    quick = True
    layer = "channels_redis.pubsub.RedisPubSubChannelLayer"
