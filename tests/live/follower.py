"""A reader of a room in the model's tests: the page as it was loaded, and every frame applied to it since."""

import asyncio
import json
import time

from dialogue.rooms.models import Post
from tests.live.lines import Line
from tests.patience import PATIENCE

# Seconds in which what was committed must have arrived; tests of faults wait for less.
SOON = PATIENCE


def page(room) -> dict[int, tuple]:
    """What somebody who loads the page now sees: {number: (state, html, counts)}."""
    posts = Post.objects.filter(room=room)
    return {post.seq: (post.state, post.html if post.state == "shown" else None, post.counts) for post in posts}


def words_and_counts(seen: dict[int, tuple]) -> tuple[dict, dict]:
    """Kept apart, since counts may come before the post they belong to."""
    return {seq: post[:2] for seq, post in seen.items()}, {seq: post[2] for seq, post in seen.items()}


class Follower:
    """`anew` as somebody who loads the page now; otherwise as one who loaded it before anything was said."""

    def __init__(self, room, user, unspeakable, anew: bool = True):
        self.room, self.user, self.unspeakable = room, user, unspeakable
        room.stream.refresh_from_db()
        self.words, self.counts = words_and_counts(page(room) if anew else {})
        self.seq, self.tally = (room.stream.head, room.stream.tally) if anew else (0, 0)
        self.start = self.seq
        self.kinds: list[str] = []
        self.answers: dict[str, dict] = {}
        self.line: Line | None = None

    async def arrive(self) -> None:
        """Come, or come back, with the last number and tally that are known here."""
        line = Line(self.room, self.user, query=f"after={self.seq}&tally={self.tally}")
        self.line = await line.__aenter__()

    async def leave(self) -> None:
        if self.line:
            line, self.line = self.line, None
            await line.__aexit__()

    async def listen(self, true, seconds: float | None = None) -> bool:
        """Apply frames until `true()`; whether it became so in time."""
        deadline = time.monotonic() + (seconds or SOON)
        while not true():
            if time.monotonic() > deadline:
                return False
            try:
                async with asyncio.timeout(0.05):
                    # The communicator's queue: its own way of waiting would end the line when nothing comes.
                    output = await self.output()
            except TimeoutError:
                continue
            assert output["type"] != "websocket.close", f"closed with {output['code']}"
            for text in output["text"].split("\n"):
                self.take(text)
        return True

    async def output(self) -> dict:
        if self.line.frames:
            frames, self.line.frames = self.line.frames, []
            return {
                "type": "websocket.send",
                "text": "\n".join(json.dumps(frame, ensure_ascii=False) for frame in frames),
            }
        return await self.line.wire.output_queue.get()

    def take(self, text: str) -> None:
        frame = json.loads(text)
        words = [words for words in self.unspeakable() if words in text]
        assert not words, f"{words} must not be shown any more: {text}"
        if "ack" in frame or "error" in frame:
            self.answers[frame.get("ack") or frame["key"]] = frame
        elif "seq" in frame:
            assert frame["seq"] == self.seq + 1, f"{frame['seq']} follows {self.seq}"
            self.seq = frame["seq"]
            self.kinds.append(frame["kind"])
            self.apply(frame["kind"], frame["data"])
        elif frame["kind"] == "tally" and frame["data"]["tally"] > self.tally:
            self.tally = frame["data"]["tally"]
            self.counts |= {row["post"]: row["counts"] for row in frame["data"]["posts"]}

    def apply(self, kind: str, data: dict) -> None:
        if kind in ("post.said", "post.edited", "post.restored"):
            self.words[data["post"]] = data["state"], data["html"]
        elif kind in ("post.hidden", "post.withdrawn"):
            self.words[data["post"]] = kind.removeprefix("post."), None

    @property
    def posts(self) -> dict[int, tuple]:
        """What this reader sees, as `page` tells it."""
        return {seq: (*post, self.counts.get(seq, {})) for seq, post in self.words.items()}

    async def ask(self, **command) -> int | str | None:
        """The number the answer gives, the code of the refusal, or None when the answer has no number."""
        await self.line.send(**command)
        assert await self.listen(lambda: command["key"] in self.answers), f"no answer to {command}"
        answer = self.answers.pop(command["key"])
        return answer["error"]["code"] if "error" in answer else answer.get("seq")
