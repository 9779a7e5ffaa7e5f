"""What a browser may ask of a room over its socket; the engine's own commands come with them."""

from uuid import UUID

from dialogue.live.commands import Command, Number, decoder


class Post(Command, tag="post"):
    """Say something: open a thread, or answer the post numbered `parent`. `language` "" has it guessed; `shown` is what stood over
    the room for whoever wrote, as the page says it: refused where something else stands there by now; "": whatever does. `answers`
    is the `wording` of `parent` that they read, by the same rule; null: whatever stands there."""

    key: UUID
    text: str
    parent: Number | None = None
    language: str = ""
    mandate: Number | None = None
    shown: str = ""
    answers: Number | None = None


class Edit(Command, tag="edit"):
    """New words for one's own post, in place of those with number `replaces` (`wording` in frames); no longer, if others stand
    there by now. null: whatever stands there."""

    key: UUID
    post: Number
    text: str
    language: str = ""
    replaces: Number | None = None


class Withdraw(Command, tag="withdraw"):
    """Take one's own post back."""

    key: UUID
    post: Number


class React(Command, tag="react"):
    """The reaction one wants to have on a post; null for none. `pressed`: when they chose it, in milliseconds since 1970 by the
    server's clock, for of two choices the later one stands; null: when it arrives."""

    key: UUID
    post: Number
    kind: str | None
    pressed: Number | None = None


class Read(Command, tag="read"):
    """Everything up to `seq` has been read. Never answered."""

    seq: Number


DECODER = decoder(Post, Edit, Withdraw, React, Read)
