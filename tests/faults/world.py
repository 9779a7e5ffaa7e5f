"""The world of one run: a database, a bell, web processes and a crowd, in a folder that keeps everything they wrote."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from forum.embedded import Embedded
from tests.faults.database import Postgres, Sqlite, environment_of, wait_for
from tests.faults.proxy import Proxy
from tests.faults.sampling import Sampler
from tests.faults.servers import Web, usual
from tests.live.processes import ROOT

# Visitors in one process of the crowd.
IN_ONE = 2_000
# Seconds in which everybody must stand at the head once all is healed and quiet (invariant I6), and in which
# what was said must have been answered before that.
CONVERGED, ANSWERED = 10.0, 45.0


# The crowd hears all that is said on the same processors: beyond so many people, each of them speaks the more seldom.
HEARING = 1500


@dataclass
class Plan:
    """How big a run is. `every`: seconds between two acts of one writer."""

    seed: int = 1
    processes: int = 2
    clients: int = 200
    writers: int = 40
    every: float = 2.0
    # Characters of a post.
    length: int = 100
    moderators: int = 0
    leavers: int = 0
    members: int = 0
    acts: list[str] = field(default_factory=lambda: ["hide"])
    bell: bool = True
    server: str = field(default_factory=usual)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def slower(self) -> float:
        return max(1.0, self.clients / HEARING)


class World:
    def __init__(self, folder: Path, database: Postgres | Sqlite, plan: Plan):
        self.folder, self.database, self.plan = folder, database, plan
        folder.mkdir(parents=True, exist_ok=True)
        self.stack = ExitStack()
        self.crowds: list[CrowdProcess] = []
        self.notes = (folder / "nemesis.jsonl").open("w", buffering=1)
        self.facts: dict = {}

    def __enter__(self) -> "World":
        try:
            with self.stack:
                self._build()
                self.stack = self.stack.pop_all()
        except BaseException:
            self.notes.close()
            raise
        return self

    def _build(self) -> None:
        self.url = self.database.fresh(self.folder)
        self.seeded = json.loads((self.folder / "people.json").read_text())
        self.redis = self.proxy = None
        if self.plan.bell:
            self.redis = self.stack.enter_context(Embedded())
            self.proxy = self.stack.enter_context(Proxy(self.redis.path, self.plan.seed))
        self.webs = [Web(f"web{number}", self.folder, self.plan.server) for number in range(self.plan.processes)]
        environment = (
            {
                "PYTHONFAULTHANDLER": "1",
                "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
                "REDIS_URL": self.proxy.url if self.proxy else "",
                "ORIGINS": ",".join(web.url for web in self.webs),
            }
            | environment_of(self.url, self.folder / "run")
            | self.plan.environment
        )
        (self.folder / "run").mkdir(exist_ok=True)
        for web in self.webs:
            web.environment = environment
            self.stack.callback(web.end)
            web.start(wait=False)
        for web in self.webs:
            web.wait()
        self.sampler = self.stack.enter_context(Sampler(self.folder / "samples.jsonl", self.webs, self.database))

    def __exit__(self, *error) -> None:
        self.stack.close()
        self.notes.close()

    def note(self, what: str, **facts) -> float:
        """Write down what was done to this world; the moment."""
        now = time.monotonic()
        self.notes.write(json.dumps({"t": now, "what": what, **facts}) + "\n")
        return now

    # People

    def pages(self) -> list[dict]:
        plan, people = self.plan, list(self.seeded["people"])
        staff, inner = [p for p in people if p["staff"]], [p for p in people if p["member"]]
        ordinary = [person for person in people if not person["staff"] and not person["member"]]
        made = [
            page(f"writer{n}", ordinary.pop(), "writer", every=plan.every * plan.slower) for n in range(plan.writers)
        ]
        made += [page(f"leaver{n}", ordinary.pop(), "leaver", every=8.0 * plan.slower) for n in range(plan.leavers)]
        made += [
            page(f"moderator{n}", staff[n], "moderator", every=plan.slower, acts=plan.acts)
            for n in range(plan.moderators)
        ]
        made += [page(f"member{n}", inner[n], "writer", "inner", plan.every * plan.slower) for n in range(plan.members)]
        for number in range(plan.clients - len(made)):
            # Every other reader has no account.
            made.append(page(f"reader{number}", ordinary.pop() if number % 2 and ordinary else None, "reader"))
        return made

    def rooms(self) -> dict[str, dict]:
        """What a page of each room holds when it comes from the server."""
        found = self.database.ask(
            "SELECT r.slug, s.epoch, s.head, s.tally FROM rooms_room r JOIN live_stream s ON s.id = r.stream_id"
        )
        return {slug: {"epoch": epoch, "last": head, "tally": tally} for slug, epoch, head, tally in found}

    def gather(self) -> None:
        """Let the crowd in, and wait until everybody has a line."""
        pages = self.pages()
        self.present = {page["person"]["id"] for page in pages if page["person"]}
        chance = random.Random(self.plan.seed)
        chance.shuffle(pages)
        for start in range(0, len(pages), IN_ONE):
            plan = {
                "seed": chance.getrandbits(32),
                "ports": [web.port for web in self.webs],
                "cookie": self.seeded["cookie"],
                "length": self.plan.length,
                "rooms": self.rooms(),
                "journal": str(self.folder / f"crowd{len(self.crowds)}.jsonl"),
                "pages": pages[start : start + IN_ONE],
            }
            crowd = CrowdProcess(self.folder / f"crowd{len(self.crowds)}.json", plan)
            self.stack.callback(crowd.end)
            self.crowds.append(crowd)
        wait_for(self.everybody_live, 20 + self.plan.clients / 40, "everybody has a line")

    def everybody_live(self) -> bool:
        return all(crowd.state and crowd.state["live"] == crowd.state["pages"] for crowd in self.crowds)

    def tell(self, word: str) -> None:
        self.note(word)
        for crowd in self.crowds:
            crowd.tell(word)

    def verb(self, *words: str) -> None:
        """Something a host does in a process of its own (tests/faults/verbs.py)."""
        self.note(" ".join(words))
        environment = os.environ | self.webs[0].environment | {"DJANGO_SETTINGS_MODULE": "forum.settings"}
        subprocess.run([sys.executable, "-m", "tests.faults.verbs", *words], cwd=ROOT, env=environment, check=True)

    def stranger(self) -> dict:
        """A person who is not in the crowd."""
        return next(person for person in self.seeded["people"][8:] if person["id"] not in self.present)

    def finish(self) -> None:
        """Nothing new is said; what was said is answered; everybody comes to stand at the head; the books are closed."""
        self.tell("quiet")
        began = time.monotonic()
        late = self._until(
            lambda: all(c.state["quiet"] and c.state["waiting"] == 0 for c in self.crowds) and self.everybody_live(),
            ANSWERED,
        )
        self.facts["answered"] = time.monotonic() - began
        quiet = time.monotonic()
        late = self._until(self.converged, CONVERGED) or late
        self.facts |= {"converged": time.monotonic() - quiet, "late": late}
        self.note("finished", **self.facts)
        self.tell("end")
        for crowd in self.crowds:
            crowd.process.wait(30)

    def _until(self, true, seconds: float) -> bool:
        try:
            wait_for(true, seconds, "")
            return False
        except AssertionError:
            return True

    def converged(self) -> bool:
        """Whether every page stands where its room stands."""
        rooms = self.rooms()
        return all(
            least == most == rooms[room]["last"] and tally == rooms[room]["tally"]
            for crowd in self.crowds
            for room, (least, most, tally) in crowd.state["at"].items()
        )


def page(who: str, person: dict | None, role: str, room: str = "open", every: float = 0.0, acts=()) -> dict:
    return {"who": who, "person": person, "role": role, "room": room, "every": every, "acts": list(acts)}


class CrowdProcess:
    """A process of visitors; `state` is what it last told of itself."""

    def __init__(self, file: Path, plan: dict):
        file.write_text(json.dumps(plan))
        self.state: dict = {}
        command = [sys.executable, "-m", "tests.faults.crowd", str(file)]
        said = file.with_suffix(".log").open("w")
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True
        )
        said.close()
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        for line in self.process.stdout:
            self.state = json.loads(line)

    def tell(self, word: str) -> None:
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
