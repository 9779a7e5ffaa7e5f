"""What the people of a run do, each until the crowd is told to be quiet."""

import asyncio
import random
from time import monotonic

from tests.faults.page import Page
from tests.faults.speaker import Speaker
from tests.faults.wire import ask

# The last posts people refer to.
RECENT = 40
KINDS = ["agree", "disagree", "solidarity", "insightful", "question", None]


class Role:
    def __init__(self, page: Page, speaker: Speaker, chance: random.Random, every: float, acts: list[str]):
        self.page, self.speaker, self.chance, self.every, self.acts = page, speaker, chance, every, acts
        self.acting = self.hushed = False

    async def play(self) -> None:
        """One act, again and again, with a pause between that is never the same."""
        while not self.page.ended and not self.hushed:
            await asyncio.sleep(self.every * self.chance.uniform(0.5, 1.5))
            self.acting = True
            await self.act()
            self.acting = False

    def hush(self, playing: asyncio.Task) -> None:
        """Begin nothing new. What was asked is asked until it is answered: cut off, it might still be done, unseen."""
        self.hushed = True
        if not self.acting:
            playing.cancel()

    async def act(self) -> None:
        raise NotImplementedError

    def recent(self) -> int | None:
        """The number of one of the last posts this page has shown."""
        return self.chance.choice(self.page.posts) if self.page.posts else None


class Writer(Role):
    """Posts, answers, edits, withdraws and reacts. Every fourth does not wait for an answer before going on."""

    async def act(self) -> None:
        command = self.say()
        eager = hash(self.page.who) % 4 == 0
        if not eager:
            await command.answered

    def say(self):
        dice, via = self.chance.random(), "form" if self.chance.random() < 0.15 else "socket"
        own, recent, speaker = self.speaker.own, self.recent(), self.speaker
        if dice < 0.08 and (settled := speaker.settled()):
            return speaker.edit(self.chance.choice(settled), via)
        if own and dice < 0.11:
            return speaker.withdraw(own.pop(self.chance.randrange(len(own))))
        if recent and dice < 0.25:
            return speaker.react(recent, self.chance.choice(KINDS), via)
        return speaker.post(recent if dice < 0.5 else None, via)


class Moderator(Role):
    """Hides and restores posts, mutes and suspends people, and lets them back: by the forms, until it is answered."""

    def __init__(self, *args):
        super().__init__(*args)
        self.undo: list[tuple] = []

    async def act(self) -> None:
        if self.undo and self.chance.random() < 0.4:
            return await self.do(*self.undo.pop(0))
        name, recent = self.chance.choice(self.acts), self.recent()
        room = self.page.path
        if name == "hide" and recent:
            path = f"{room}posts/{recent}/hiding/"
            if await self.do("hide", recent, path, {"action": "hide"}):
                self.undo.append(("restore", recent, path, {"action": "restore"}))
        elif name == "mute" and self.page.people:
            handle = self.chance.choice(self.page.people)
            if await self.do("mute", handle, f"{room}mutes/", {"person": handle, "minutes": 5}):
                self.undo.append(("unmute", handle, f"{room}mutes/", {"person": handle, "minutes": 0}))
        elif name == "suspend" and self.page.people:
            handle = self.chance.choice(self.page.people)
            if await self.do("suspend", handle, f"/people/{handle}/suspension/", {"days": 1}):
                self.undo.append(("reinstate", handle, f"/people/{handle}/suspension/", {"days": 0}))

    async def do(self, name: str, about, path: str, fields: dict) -> bool:
        return await request(self.page, name, about, path, fields)


class Leaver(Role):
    """Somebody who signs out while the page is open."""

    async def play(self) -> None:
        await asyncio.sleep(self.every * self.chance.uniform(0.5, 1.5))
        self.acting = True
        await request(self.page, "signout", None, "/accounts/logout/", {})


async def request(page: Page, name: str, about, path: str, fields: dict) -> bool:
    """Ask a form until somebody answers; whether it was done. The journal holds when it was asked and when answered."""
    asked = monotonic()
    page.journal.note(page.who, "asks", do=name, about=about, room=page.room)
    while not page.ended:
        try:
            status, _ = await ask(random.choice(page.ports), "POST", path, page.headers, fields)
        except OSError:
            status = 0
        if status in (200, 302):
            page.journal.note(page.who, "did", do=name, about=about, asked=asked, room=page.room)
            return True
        if status and status < 500:
            page.journal.note(page.who, "did not", do=name, about=about, status=status)
            return False
        await asyncio.sleep(0.3)
    return False


ROLES = {"writer": Writer, "moderator": Moderator, "leaver": Leaver}
