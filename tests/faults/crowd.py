"""`python -m tests.faults.crowd PLAN`: many visitors in one process, so that the measuring is not starved by the nemesis.

PLAN is a JSON file (tests/faults/world.py writes it). Standard input brings words: `quiet` (say nothing new), `cut` (lose
every line), `away SECONDS` (half of them leave and come back), `end`. Standard output tells four times a second how they are.
"""

import asyncio
import gc
import json
import random
import sys
from pathlib import Path

from tests.faults.journal import Journal
from tests.faults.page import Page
from tests.faults.roles import RECENT, ROLES, Role
from tests.faults.speaker import Speaker

TELL_EVERY = 0.2
# New lines a second at the beginning; a storm of them is a fault of its own.
ARRIVE = 100


class Crowd:
    def __init__(self, plan: dict):
        self.plan, self.chance = plan, random.Random(plan["seed"])
        random.seed(plan["seed"])
        self.journal = Journal(Path(plan["journal"]))
        self.tasks: list[asyncio.Task] = []
        self.roles: dict[Role, asyncio.Task] = {}
        self.hushed = False
        self.pages = [self.page(facts) for facts in plan["pages"]]

    def page(self, facts: dict) -> Page:
        page = Watchful(
            facts["who"], facts["person"], facts["room"], self.plan["ports"], self.journal, self.plan["cookie"]
        )
        page.speaker = Speaker(page, random.Random(self.chance.getrandbits(64)), self.plan["length"])
        page.facts = facts
        page.epoch, page.last = (self.plan["rooms"][facts["room"]][name] for name in ("epoch", "last"))
        self.journal.note(page.who, "loaded", epoch=page.epoch, last=page.last)
        return page

    async def run(self) -> None:
        self.tasks += [asyncio.create_task(self.tick()), asyncio.create_task(self.tell())]
        listening = asyncio.create_task(self.listen())
        for count, page in enumerate(self.pages, 1):
            self.tasks.append(asyncio.create_task(page.keep()))
            if role := ROLES.get(page.facts["role"]):
                played = role(page, page.speaker, page.speaker.chance, page.facts["every"], page.facts["acts"])
                self.roles[played] = asyncio.create_task(played.play())
            if count % (ARRIVE // 10) == 0:
                await asyncio.sleep(0.1)
        gc.freeze()
        await listening
        self.close()

    async def tick(self) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY)
            for page in self.pages:
                if page.speaker.waiting:
                    page.speaker.look()

    async def tell(self) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY)
            rooms: dict[str, list[Page]] = {}
            for page in self.pages:
                if not page.ended:
                    rooms.setdefault(page.room, []).append(page)
            print(
                json.dumps(
                    {
                        # Nobody begins anything any more, and what had begun is over.
                        "quiet": self.hushed and all(t.done() or r.page.ended for r, t in self.roles.items()),
                        "pages": sum(not page.ended for page in self.pages),
                        "live": sum(page.live for page in self.pages),
                        "waiting": sum(len(page.speaker.waiting) for page in self.pages if not page.ended),
                        "at": {room: reached(found) for room, found in rooms.items()},
                    }
                ),
                flush=True,
            )

    async def listen(self) -> None:
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while word := (await reader.readline()).decode().split():
            if word[0] == "quiet":
                self.hushed = True
                for role, task in self.roles.items():
                    role.hush(task)
            elif word[0] == "cut":
                for page in self.pages:
                    if page.wire:
                        page.wire.cut()
            elif word[0] == "away":
                for page in self.pages[::2]:
                    page.go_away(float(word[1]))
            elif word[0] == "end":
                return

    def close(self) -> None:
        for page in self.pages:
            facts = {"last": page.last, "live": page.live, "left": page.ended, "waiting": len(page.speaker.waiting)}
            self.journal.note(page.who, "end", room=page.room, counts=page.counts, **facts)
        self.journal.close()


def reached(pages: list[Page]) -> tuple[int, int, int]:
    """The least and the greatest number, and the least tally, that these pages stand at."""
    lasts = [page.last for page in pages]
    return min(lasts), max(lasts), min(page.tally for page in pages)


class Watchful(Page):
    """A page that also remembers what its person may act upon."""

    def __init__(self, *args):
        super().__init__(*args)
        self.posts: list[int] = []
        self.people: list[str] = []
        self.away_until = 0.0

    def take(self, frame: dict, facts: str) -> None:
        super().take(frame, facts)
        if frame["kind"] == "post.said" and self.facts["role"] in ROLES:
            self.posts = [*self.posts[-RECENT:], frame["seq"]]
            self.people = [*self.people[-RECENT:], frame["data"]["author"]]

    def go_away(self, seconds: float) -> None:
        self.away_until = asyncio.get_running_loop().time() + seconds
        if self.wire:
            self.wire.cut()

    async def pause(self) -> None:
        await super().pause()
        rest = self.away_until - asyncio.get_running_loop().time()
        if rest > 0:
            await asyncio.sleep(rest)


async def main() -> None:
    await Crowd(json.loads(Path(sys.argv[1]).read_text())).run()


if __name__ == "__main__":
    asyncio.run(main())
