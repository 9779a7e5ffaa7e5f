"""docs/asyncapi.json: the socket of docs/protocol.md for programs, made from the declarations the code itself uses."""

from typing import Any

import msgspec

from dialogue.live import closing
from dialogue.live.commands import Ack, Command, Typing
from dialogue.live.frames import MESSAGE_LIMIT
from dialogue.live.kinds import KINDS
from dialogue.rooms import commands
from forum import passing

COMMANDS: list[type[Command]] = [
    commands.Post,
    commands.Edit,
    commands.Withdraw,
    commands.React,
    commands.Read,
    Typing,
    Ack,
]
# Recorded for the forum's own processes and never sent.
INTERNAL = {"access.changed"}
SENT = {name: kind.shape for name, kind in sorted(KINDS.items()) if name not in INTERNAL}
ANSWERS: list[type[msgspec.Struct]] = [passing.Done, passing.Refused]

QUERY = {
    "after": "The number of the last event you have; without it, you begin with what comes next.",
    "tally": "The last tally number you have.",
    "epoch": "The epoch your numbers are of.",
    "language": "The language of refusals.",
    "quiet": "1: without presence and typing, for whoever pays for every byte.",
}


def document() -> dict[str, Any]:
    """The whole description, as AsyncAPI 3.0."""
    received = {tag_of(command): reference(name_of(command)) for command in COMMANDS}
    sent = {answer.__name__.lower(): reference(name_of(answer)) for answer in ANSWERS}
    sent |= {kind: passing_frame(kind, shape) for kind, shape in passing.KINDS.items()}
    sent |= {kind: numbered_frame(kind, shape) for kind, shape in SENT.items()}
    messages = {f"do.{name}": message(name, payload) for name, payload in received.items()}
    messages |= {name: message(name, payload) for name, payload in sent.items()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Solidaction",
            "version": "1",
            "description": "Follow a room and speak in it over one websocket. docs/protocol.md is the page for people. "
            f"A message of the server holds one frame or several, one per line, in at most {MESSAGE_LIMIT} bytes; "
            "a message to it is one command.",
            "license": {"name": "AGPL-3.0-or-later"},
        },
        "defaultContentType": "application/json",
        "servers": {"forum": {"host": "forum.example.org", "protocol": "wss", "security": [{"$ref": SESSION}]}},
        "channels": {"room": {**channel(), "messages": {name: linked("messages", name) for name in messages}}},
        "operations": {
            "hear": operation("send", "What everybody sees, and the answers to what you asked.", sent),
            "ask": operation("receive", "What you may ask.", [f"do.{name}" for name in received]),
        },
        "components": {
            "messages": messages,
            "schemas": schemas(),
            "securitySchemes": {
                "session": {
                    "type": "httpApiKey",
                    "in": "cookie",
                    "name": "__Host-session",
                    "description": "Without it you read as a visitor, where everyone may read.",
                }
            },
        },
    }


SESSION = "#/components/securitySchemes/session"


def channel() -> dict[str, Any]:
    asked = {name: {"type": "string", "description": about} for name, about in QUERY.items()}
    codes = {value: name for name, value in vars(closing).items() if name.isupper()}
    return {
        "address": "/live/rooms/{slug}/",
        "description": "Opens only for a page of the forum itself: its Origin, to the letter.",
        "parameters": {"slug": {"description": "The room, as in the address of its page."}},
        "bindings": {"ws": {"query": {"type": "object", "properties": asked}}},
        # 4000-4499: come back; 4500-4999: stay away.
        "x-close-codes": {
            str(code): {"name": name.lower(), "come-back": code < 4500} for code, name in sorted(codes.items())
        },
    }


def operation(action: str, summary: str, names) -> dict[str, Any]:
    messages = [{"$ref": f"#/channels/room/messages/{name}"} for name in names]
    return {"action": action, "channel": {"$ref": "#/channels/room"}, "summary": summary, "messages": messages}


def message(name: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "payload": payload}


def numbered_frame(kind: str, shape: type[msgspec.Struct]) -> dict[str, Any]:
    fields = {"seq": {"type": "integer", "minimum": 1}, "kind": {"const": kind}}
    fields |= {"at": {"type": "string", "format": "date-time"}, "data": reference(name_of(shape))}
    return {"type": "object", "properties": fields, "required": list(fields)}


def passing_frame(kind: str, shape: type[msgspec.Struct]) -> dict[str, Any]:
    fields = {"kind": {"const": kind}, "data": reference(name_of(shape))}
    return {"type": "object", "properties": fields, "required": list(fields)}


def schemas() -> dict[str, Any]:
    """Every shape under its name; the passing `Typing` and the command `Typing` are told apart."""
    found: dict[str, Any] = {}
    for shapes in (COMMANDS, ANSWERS, passing.KINDS.values(), SENT.values()):
        for shape in shapes:
            _, parts = msgspec.json.schema_components([shape], ref_template="#/components/schemas/{name}")
            found[name_of(shape)] = parts.pop(shape.__name__)
            found |= parts
    return dict(sorted(found.items()))


def tag_of(command: type[Command]) -> str:
    return str(command.__struct_config__.tag)


def name_of(shape: type[msgspec.Struct]) -> str:
    return f"Do{shape.__name__}" if issubclass(shape, Command) else shape.__name__


def reference(name: str) -> dict[str, str]:
    return linked("schemas", name)


def linked(place: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{place}/{name}"}
