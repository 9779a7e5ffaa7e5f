"""docs/protocol.md says what the code does, row by row."""

import re
from pathlib import Path

import msgspec
import pytest

from dialogue.live import closing
from dialogue.live.commands import Ack, Typing
from dialogue.live.kinds import KINDS
from dialogue.live.refusals import Refusal
from dialogue.rooms import commands
from dialogue.rooms.models import Reaction

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "protocol.md").read_text()
ROWS = {match[1]: match[2] for match in re.finditer(r"^\| `([\w.]+)` \| (.*)\|$", PAGE, re.MULTILINE)}


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"access.changed"}))
def test_every_kind_of_event_stands_there_with_exactly_its_fields(name):
    fields = {field.name for field in msgspec.structs.fields(KINDS[name].shape)}
    assert set(re.findall(r"`(\w+)`", ROWS[name])) == fields


def test_no_kind_stands_there_that_is_not_in_the_code():
    assert {name for name in ROWS if "." in name} == set(KINDS) - {"access.changed"}


@pytest.mark.parametrize(
    "command", [commands.Post, commands.Edit, commands.Withdraw, commands.React, commands.Read, Ack, Typing]
)
def test_every_command_stands_there_with_its_fields(command):
    row = ROWS[command.__struct_config__.tag]
    for field in msgspec.structs.fields(command):
        assert f"`{field.name}`" in row, (command, field.name)


def test_every_reaction_close_code_and_error_code_stands_there():
    for kind in Reaction.Kind.values:
        assert f"`{kind}`" in ROWS["react"]
    codes = [value for name, value in vars(closing).items() if name.isupper()]
    assert codes and all(f"| {code} |" in PAGE for code in codes)
    for refusal in Refusal.__subclasses__():
        assert re.search(rf"^\| .*`{refusal.code}`.* \| {refusal.status} \|", PAGE, re.MULTILINE), refusal


def test_come_back_and_stay_away_are_told_apart_by_the_number():
    assert all(
        4000 <= code < 4500
        for code in (closing.TOO_SLOW, closing.SILENT, closing.RELOAD, closing.TOO_MUCH, closing.BUSY)
    )
    assert all(4500 <= code < 5000 for code in (closing.SIGNED_OUT, closing.NOT_HERE, closing.BAD_FRAMES))
