"""Authors and their own words: change them for a while, take them back at any time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.live.record import Record, writing
from dialogue.live.refusals import Conflict, NotAllowed, NotFound, Refusal
from dialogue.rooms import budgets, policy
from dialogue.rooms.action import Action
from dialogue.rooms.budgets import spend
from dialogue.rooms.models import Post, Revision, Searched
from dialogue.rooms.models.post import EDITS, content_of
from dialogue.rooms.models.searched import edition, kept_of
from dialogue.rooms.newcomers import Newcomers
from dialogue.rooms.standing import Standing
from dialogue.rooms.wording import Likely, Wording


@dataclass(slots=True)
class Edit(Action):
    """New words for the post with number `post`, in place of those that event `replaces` said; None: whatever stands there.
    What waited in a slow line does not replace what its author has said since. It names nothing that was shown over the room: a
    post keeps the question it was said under (Room.asked_at), and who reads what was said there is changed by nobody."""

    key: UUID
    post: int
    text: str
    language: str = ""
    likely: Likely = field(default_factory=Likely)
    replaces: int | None = None
    # There once it is prepared.
    wording: Wording = field(init=False, repr=False, compare=False)

    def prepare(self) -> None:
        self.wording = Wording.of(self.text, self.language, self.likely)

    def carry_out(self, post: Post, standing: Standing, record: Record) -> int:
        words = content_of(self.wording.text, self.post)
        if event := record.repeated(self.stream_id, self.person_id, self.key, "post.edited", words):
            return event.seq
        policy.edit(standing, post)
        if self.replaces not in (None, post.wording):
            raise Conflict(
                _(
                    "You have edited this post since, in another window or on another device. Your text here is kept, "
                    "but not saved: compare the two, then send the one you want."
                )
            )
        if post.revisions.count() >= EDITS:
            raise NotAllowed(_("This post was edited twenty times. To add something, reply to it."))
        spend(budgets.EDIT, self.person_id)
        Newcomers([standing]).take(standing)
        event = record.append(
            self.stream_id, "post.edited", {"post": post.seq}, actor=self.person_id, key=self.key, content=words
        )
        Revision.objects.create(
            post=post,
            seq=post.wording,
            at=post.edited_at or post.at,
            text=post.text,
            html=post.html,
            language=post.language,
        )
        post.text, post.html, post.language = self.wording.text, self.wording.html, self.wording.language
        post.edited_at, post.edited_seq = event.at, event.seq
        post.save(update_fields=["text", "html", "language", "edited_at", "edited_seq"])
        kept = kept_of(post, self.wording.folded)
        Searched.objects.filter(room=post.room_id, seq=post.seq).update(words=kept, edition=edition())
        return event.seq


@dataclass(slots=True)
class Withdrawal(Action):
    """The wish to take back the post with number `post`: its words are erased, a tombstone stays."""

    key: UUID
    post: int

    def carry_out(self, post: Post, standing: Standing, record: Record) -> int:
        if event := record.repeated(self.stream_id, self.person_id, self.key, "post.withdrawn", str(post.seq)):
            return event.seq
        policy.withdraw(standing, post)
        spend(budgets.WITHDRAWALS, self.person_id)
        event = record.append(
            self.stream_id,
            "post.withdrawn",
            {"post": post.seq},
            actor=self.person_id,
            key=self.key,
            content=str(post.seq),
        )
        record.show(event, post.count_for_its_author(-1 if post.state == "shown" else 0))
        post.erase()
        post.withdrawn_at = event.at
        post.save(update_fields=["text", "html", "withdrawn_at"])
        return event.seq


def revise(changes: Sequence[Edit | Withdrawal]) -> list[dict | Refusal]:
    """Carry out prepared changes in their order: {"seq"} or a Refusal for each."""
    outcomes: list[dict | Refusal] = []
    for change in changes:
        with writing([change.stream_id], [(change.person_id, change.key)]) as record:
            try:
                standing = Standing.load([change.asker])[change.asker]
                post = (
                    Post.objects.filter(room=change.room_id, seq=change.post).select_related("thread", "room").first()
                )
                policy.read(standing)
                if post is None:
                    raise NotFound(_("This post is not in this room."))
                outcomes.append({"seq": change.carry_out(post, standing, record)})
            except Refusal as refusal:
                outcomes.append(refusal)
    return outcomes


def revise_one(change: Edit | Withdrawal) -> dict:
    """{"seq"} of a single change; raises its Refusal."""
    change.prepare()
    outcome = revise([change])[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome
