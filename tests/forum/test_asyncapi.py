"""docs/asyncapi.json is what the code says today, and what the code says is what comes over the line."""

import ast
import json
import re
from pathlib import Path
from typing import get_args
from uuid import uuid4

import msgspec
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from dialogue.live.kinds import KINDS
from dialogue.live.refusals import Refusal
from dialogue.rooms.commands import DECODER
from forum import asyncapi, passing
from tests.live.lines import Line
from tests.people import say

WRITTEN = Path(settings.BASE_DIR) / "docs" / "asyncapi.json"


def test_the_written_description_is_not_stale():
    assert json.loads(WRITTEN.read_text()) == asyncapi.document(), "write it anew: manage.py asyncapi"


def test_every_reference_leads_somewhere():
    described = asyncapi.document()
    references = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described))
    assert references
    for reference in references:
        place = described
        for step in reference.split("/"):
            place = place[step]
        assert place


def test_every_event_and_every_command_is_described():
    messages = set(asyncapi.document()["channels"]["room"]["messages"])
    assert {name for name in messages if name in KINDS} == set(KINDS) - {"access.changed"}
    assert {name.removeprefix("do.") for name in messages if name.startswith("do.")} == {
        command.__struct_config__.tag for command in get_args(DECODER.type)
    }


def test_every_error_code_of_the_code_is_described_and_no_other():
    refusals = {refusal.__name__: refusal.code for refusal in Refusal.__subclasses__()}
    codes = set(refusals.values())
    # Words that cannot be published are refused with the code of what is wrong with them.
    for path in (Path(settings.BASE_DIR) / "dialogue").rglob("*.py"):
        raisers = {*refusals, "ValidationError"} if path.name == "words.py" else refusals
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in raisers:
                given = [word.value for word in call.keywords if word.arg == "code"]
                codes |= {value.value for value in given if isinstance(value, ast.Constant)}
    assert set(get_args(passing.Code)) == codes


class Heard:
    """Everything a line hears, read by the shapes of the description: a field too many or too few is an error."""

    def __init__(self, line: Line):
        self.line, self.kinds = line, set()

    async def until(self, *kinds: str) -> None:
        while not set(kinds) <= self.kinds:
            frame = await self.line.next()
            assert "closed" not in frame, frame
            self.kinds.add(self.read(frame))

    def read(self, frame: dict) -> str:
        if "ack" in frame:
            msgspec.convert(frame, passing.Done, strict=False)
            return "ack"
        if "error" in frame:
            msgspec.convert(frame, passing.Refused, strict=False)
            return "error"
        kind = frame["kind"]
        if kind in passing.KINDS:
            assert set(frame) == {"kind", "data"}
            msgspec.convert(frame["data"], passing.KINDS[kind])
        else:
            assert set(frame) == {"seq", "kind", "at", "data"}
            shape = asyncapi.SENT[kind]
            assert set(frame["data"]) == {field.name for field in msgspec.structs.fields(shape)}
            msgspec.convert(frame["data"], shape)
        return kind


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_what_comes_over_the_line_has_the_described_shapes(room, ada, bo, grace, monkeypatch):
    monkeypatch.setattr("dialogue.live.watch.HEARTBEAT_EVERY", 1)
    monkeypatch.setattr("dialogue.live.watch.PRESENCE_EVERY", 1)
    monkeypatch.setattr("dialogue.live.crowd.LEAST", 1)
    post = await sync_to_async(say)(bo, room, "A word.")
    async with Line(room, ada) as hers:
        heard = Heard(hers)
        await hers.send(do="typing", thread=post.seq)
        await heard.until("welcome", "presence", "typing", "heartbeat")
        await hers.send(do="react", key=str(uuid4()), post=post.seq, kind="agree")
        await heard.until("ack", "chosen", "tally")
        await hers.send(do="post", key=str(uuid4()), text="Hers.", parent=post.seq)
        await hers.send(do="edit", key=str(uuid4()), post=post.seq, text="Not hers.")
        await hers.raw(text="{}")
        await heard.until("post.said", "error")
        await sync_to_async(post.hide)(grace)
        await sync_to_async(room.slow_down)(30, by=grace)
        await sync_to_async(room.reword)({"titles": {"en": "Floods"}}, grace)
        await sync_to_async(room.close)(by=grace)
        await heard.until("post.hidden", "room.slowed", "room.reworded", "room.closed")
    async with Line(room, ada, "epoch=another") as lost:
        await Heard(lost).until("reload")
