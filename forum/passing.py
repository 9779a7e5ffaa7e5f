"""The frames without a number, and the answers to commands, as docs/asyncapi.json describes them.

The engine builds them where they arise; tests/forum/test_asyncapi.py reads real ones by these shapes, to the letter.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

Number = Annotated[int, Meta(ge=0)]


class Passing(msgspec.Struct, forbid_unknown_fields=True):
    """The data of a passing frame."""


class Welcome(Passing):
    """The first frame of a line: where the record stands, and the time by the server's clock; `you` is your handle, null without
    an account."""

    epoch: str
    head: Number
    tally: Number
    you: str | None
    at: datetime


class Reload(Welcome):
    """Forget what you have and load the page: it is of another time, or too far behind."""


class Counts(Passing):
    """The reactions of `post` as they stand at `tally`: how many of each kind."""

    post: Number
    tally: Number
    counts: dict[str, Number]


class Tally(Passing):
    """Posts whose counts changed; keep, for each, the one with the highest tally."""

    tally: Number
    posts: list[Counts]


class Presence(Passing):
    """How many are here, told every five seconds at most. No figure counts fewer than five people: less is told as 0, or left
    out. Whoever has not spoken here within the hour counts as `reader`; a country is told of citizens and civil society only."""

    total: Number
    sectors: dict[str, Number]
    countries: dict[str, Number]


class Writing(Passing):
    """Somebody who is writing, in `thread` or opening a new one."""

    handle: str
    name: str
    sector: str
    thread: Number | None


class Typing(Passing):
    """Who is writing, and may say so here: at most five by name, and how many `more`."""

    people: list[Writing]
    more: Number


class Usable(Passing):
    """A mandate that its holder may speak under in this room."""

    mandate: Number
    organisation: str


class Silenced(Passing):
    """You may not speak here until then: `code` is `muted` or `suspended`."""

    code: Literal["muted", "suspended"]
    until: datetime


class Standing(Passing):
    """To you alone, when it changes: the mandates you may speak under here now, and whether a moderator has silenced you."""

    mandates: list[Usable]
    silenced: Silenced | None


class Choice(Passing):
    """Your reaction to `post` as it stands; null for none."""

    post: Number
    kind: str | None


class Chosen(Passing):
    """To you alone, when you choose a reaction, on whatever line."""

    choices: list[Choice]


class Heartbeat(Passing):
    """Every 15 s: if `head` is ahead of you and nothing comes, come back."""

    head: Number
    tally: Number


KINDS: dict[str, type[Passing]] = {
    "welcome": Welcome,
    "reload": Reload,
    "tally": Tally,
    "presence": Presence,
    "typing": Typing,
    "standing": Standing,
    "chosen": Chosen,
    "heartbeat": Heartbeat,
}

Code = Literal[
    "invalid", "language", "bad_frame", "not_allowed", "sign_in", "name_first", "muted", "mandate", "second_factor",
    "prove_first", "leaving", "two_people", "not_found", "too_many_lines",
    "closed", "conflict", "reworded", "parent_changed", "too_fast", "busy", "empty", "too_long", "control",
]  # fmt: skip


class Done(msgspec.Struct, forbid_unknown_fields=True):
    """It is done and kept; `seq` is the number of its event, where it has one, `language` that of a new post."""

    ack: UUID
    seq: Number | msgspec.UnsetType = msgspec.UNSET
    language: str | msgspec.UnsetType = msgspec.UNSET


class Error(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`code` for programs, `message` for people, seconds to wait before the same key is sent again. With `reworded`: what stands over
    the room now, as in `room.reworded`; with `parent_changed`: the wording of the parent that stands now."""

    code: Code
    message: str
    retry_after: float | msgspec.UnsetType = msgspec.UNSET
    shown: str | msgspec.UnsetType = msgspec.UNSET
    titles: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    questions: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    themes: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    answers: Number | msgspec.UnsetType = msgspec.UNSET


class Refused(msgspec.Struct, forbid_unknown_fields=True):
    """It was not done; `key` is null when the command could not be read."""

    error: Error
    key: UUID | None
