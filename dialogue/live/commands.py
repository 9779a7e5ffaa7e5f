"""What a browser may ask over a socket: declared types, decoded strictly. Anything else is answered, never guessed at."""

import logging
from typing import Annotated
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from dialogue.live import metrics
from dialogue.live.refusals import Invalid

log = logging.getLogger(__name__)

# What a browser's numbers hold exactly. A larger one would fail only in the database, with everybody else's in its batch.
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class Command(msgspec.Struct, forbid_unknown_fields=True, tag_field="do"):
    """{"do": name, "key": UUID made before the first try, …}. Subclass with tag="name"; the key comes back in the answer."""


class Ack(Command, tag="ack"):
    """Everything up to `seq` has been applied."""

    seq: Number


class Typing(Command, tag="typing"):
    """This person is writing, in thread `thread` or opening a new one; `stopped` when they gave up."""

    thread: Number | None = None
    stopped: bool = False


def decoder(*commands: type[Command]) -> msgspec.json.Decoder:
    """A decoder of exactly these commands and the engine's own."""
    union = Ack | Typing
    for command in commands:
        union |= command
    return msgspec.json.Decoder(union)


def decode(decoder: msgspec.json.Decoder, text: str) -> Command:
    """The command in `text`; Invalid with a sentence that says what is wrong."""
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        log.debug("A message that is not in the protocol: %s", error)
        raise Invalid(_("The forum does not understand this message. Reload the page."), code="bad_frame") from None


def answer(key: UUID | None, refusal) -> dict:
    """The error frame of a refusal."""
    metrics.refused(refusal.code)
    return {"error": refusal.told(), "key": key}
