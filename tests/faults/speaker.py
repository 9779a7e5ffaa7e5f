"""What a visitor says: everything has a key before its first try, and is sent until it is answered, once in effect."""

import asyncio
import random
from dataclasses import dataclass, field
from time import monotonic, time
from uuid import UUID

from tests.faults.page import Page
from tests.faults.wire import ask

# Seconds without an answer after which the same key is sent again.
AGAIN = 10.0
WAIT = {"too_fast", "busy"}
DOORS = {
    "post": "posts/", "edit": "posts/{post}/revisions/", "withdraw": "posts/{post}/withdrawal/",
    "react": "posts/{post}/reaction/",
}  # fmt: skip


@dataclass
class Command:
    key: str
    do: str
    fields: dict
    via: str
    answered: asyncio.Future = field(repr=False)
    tries: int = 0
    due: float = 0.0


class Speaker:
    """The outbox of one page. `via` is "socket" or "form"."""

    def __init__(self, page: Page, chance: random.Random, length: int):
        self.page, self.chance = page, chance
        self.tail = ("the well is for the whole village in every year, " * (length // 50 + 1))[:length].strip()
        self.waiting: dict[str, Command] = {}
        self.forms: set[asyncio.Task] = set()
        self.count = 0
        self.own: list[int] = []
        # By post: the number of what its author said there last, as far as they know.
        self.wordings: dict[int, int] = {}
        page.answered, page.lost = self.take, self.lost

    def settled(self) -> list[int]:
        """Own posts whose words nobody waits for: who opens a form before an answer would replace what they have not seen."""
        waiting = {command.fields["post"] for command in self.waiting.values() if command.do == "edit"}
        return [seq for seq in self.own[-5:] if seq not in waiting]

    def key(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def post(self, parent: int | None = None, via: str = "socket") -> Command:
        key, self.count = self.key(), self.count + 1
        text = f"{key} {self.page.who} says number {self.count}: {self.tail}"
        return self.put(Command(key, "post", {"text": text, "parent": parent, "language": "en"}, via, self._future()))

    def edit(self, post: int, via: str = "socket") -> Command:
        key = self.key()
        text = f"{key} {self.page.who} says it in other words."
        fields = {"post": post, "text": text, "language": "en", "replaces": self.wordings.get(post, post)}
        return self.put(Command(key, "edit", fields, via, self._future()))

    def withdraw(self, post: int) -> Command:
        return self.put(Command(self.key(), "withdraw", {"post": post}, "socket", self._future()))

    def react(self, post: int, kind: str | None, via: str = "socket") -> Command:
        fields = {"post": post, "kind": kind, "pressed": int(time() * 1000)}
        return self.put(Command(self.key(), "react", fields, via, self._future()))

    def _future(self) -> asyncio.Future:
        return asyncio.get_running_loop().create_future()

    def put(self, command: Command) -> Command:
        self.waiting[command.key] = command
        self.send(command)
        return command

    def send(self, command: Command) -> None:
        if command.via == "form":
            task = asyncio.create_task(self.by_form(command))
            self.forms.add(task)
            task.add_done_callback(self.forms.discard)
        elif self.page.live:
            self.note(command, self.page.line)
            self.page.wire.say({"do": command.do, "key": command.key, **command.fields})

    def note(self, command: Command, line: int | None) -> None:
        command.tries += 1
        command.due = monotonic() + AGAIN
        facts = {name: command.fields.get(name) for name in ("text", "post", "kind") if command.fields.get(name)}
        self.page.journal.note(
            self.page.who, "sent", key=command.key, do=command.do, line=line, try_=command.tries,
            room=self.page.room, **facts,
        )  # fmt: skip

    async def by_form(self, command: Command) -> None:
        page = self.page
        self.note(command, None)
        command.due = monotonic() + 2 * AGAIN + 1
        path = page.path + DOORS[command.do].format(post=command.fields.get("post"))
        fields = {"key": command.key} | {name: value for name, value in command.fields.items() if name != "post"}
        try:
            status, answer = await ask(self.chance.choice(page.ports), "POST", path, page.headers, fields)
        except (OSError, ValueError):
            status, answer = 0, {}
        if "ack" in answer or "error" in answer:
            return self.take({"key": command.key, **answer})
        if status:
            page.journal.note(page.who, "odd", key=command.key, status=status)
        # Nobody knows whether it was done: the same key, by the other door.
        command.via, command.due = "socket", monotonic() + self.chance.uniform(0.5, 2)

    def take(self, frame: dict) -> None:
        key = frame.get("ack") or frame.get("key")
        command = self.waiting.get(key)
        if command is None:
            return
        if "ack" in frame:
            self.page.journal.note(self.page.who, "acked", key=key, seq=frame.get("seq"), do=command.do)
            if command.do == "post":
                self.own.append(frame["seq"])
            elif command.do == "edit":
                self.wordings[command.fields["post"]] = frame["seq"]
            self.end(command, True)
            return
        code, rest = frame["error"]["code"], frame["error"].get("retry_after")
        self.page.journal.note(self.page.who, "refused", key=key, code=code, do=command.do)
        if code in WAIT:
            command.due = monotonic() + (rest or 1) + self.chance.uniform(0, 0.5)
        else:
            self.end(command, False)

    def end(self, command: Command, done: bool) -> None:
        self.waiting.pop(command.key, None)
        if not command.answered.done():
            command.answered.set_result(done)

    def lost(self) -> None:
        """The line is gone: what was sent on it and not answered is sent again on the next."""
        for command in self.waiting.values():
            if command.via == "socket":
                command.due = 0.0

    def look(self) -> None:
        """A few times a second: send what is due, in the order it was first said."""
        for command in list(self.waiting.values()):
            if monotonic() >= command.due and (command.via == "form" or self.page.live):
                self.send(command)
