"""From what people send to what stands in the record: many posts in one transaction, each refused or kept on its own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Mandate, User
from dialogue.live.models import Event
from dialogue.live.record import Record, writing
from dialogue.live.refusals import NotFound, Refusal
from dialogue.live.rows import insert, insert_keyed
from dialogue.rooms import policy
from dialogue.rooms.action import Action
from dialogue.rooms.events import fact_of
from dialogue.rooms.models import Post, Room, Searched, Thread, Voice
from dialogue.rooms.models.post import content_of
from dialogue.rooms.models.searched import Filing
from dialogue.rooms.newcomers import Newcomers
from dialogue.rooms.pace import Pace
from dialogue.rooms.rewording import ParentChanged, Reworded
from dialogue.rooms.standing import Standing
from dialogue.rooms.wording import Likely, Wording


@dataclass(slots=True)
class Draft(Action):
    """What one person wants to say. `parent` is the number of the post it answers, None to open a thread;
    `mandate` the id of the mandate they speak under, None for themselves; `language` "" to have it guessed; `shown` what stood
    over the room for whoever wrote (Room.shown), "" where nobody says; `answers` the wording of the parent that they read
    (Post.wording), None where nobody says."""

    key: UUID
    text: str
    parent: int | None = None
    language: str = ""
    mandate: int | None = None
    likely: Likely = field(default_factory=Likely)
    shown: str = ""
    answers: int | None = None
    # There once it is prepared.
    wording: Wording = field(init=False, repr=False, compare=False)

    def prepare(self) -> None:
        self.wording = Wording.of(self.text, self.language, self.likely)

    def content(self) -> str:
        return content_of(self.wording.text, self.parent)


class Publication:
    """One transaction's worth of drafts."""

    def __init__(self, drafts: Sequence[Draft]):
        self.drafts = drafts
        self.posts: list[Post] = []
        self.events: list[Event] = []
        self.searched: list[Filing] = []
        self.opened: dict[tuple[int, int], Thread] = {}
        self.answered: dict[tuple[int, int], list[int]] = {}

    @classmethod
    def one(cls, draft: Draft) -> dict:
        """{"seq", "language"} of a single post; raises its Refusal."""
        draft.prepare()
        outcome = publish([draft])[0]
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    def outcomes(self) -> list[dict | Refusal]:
        drafts = self.drafts
        requests = [(draft.person_id, draft.key) for draft in drafts]
        with writing({draft.stream_id for draft in drafts}, requests) as record:
            self.record = record
            self.standings = Standing.load(draft.asker for draft in drafts)
            self.rooms = {standing.room.pk: standing.room for standing in self.standings.values()}
            self.shown = {room.pk: room.shown() for room in self.rooms.values()}
            self.pace = Pace(self.rooms.values(), {draft.person_id for draft in drafts}, record.at)
            self.newcomers = Newcomers(self.standings[draft.asker] for draft in drafts if not draft.mandate)
            self.parents = self._read_parents()
            outcomes = [self._outcome(draft) for draft in drafts]
            self.newcomers.give_back()
            self._write()
        return outcomes

    def _read_parents(self) -> dict[tuple[int, int], Post]:
        wanted = {draft.parent for draft in self.drafts if draft.parent}
        found = Post.objects.filter(room__in=self.rooms, seq__in=wanted).select_related("thread") if wanted else ()
        return {(post.room_id, post.seq): post for post in found}

    def _outcome(self, draft: Draft) -> dict | Refusal:
        try:
            event = self.record.repeated(draft.stream_id, draft.person_id, draft.key, "post.said", draft.content())
            if event is None:
                event = self._say(draft, self.record)
            return {"seq": event.seq, "language": draft.wording.language}
        except Refusal as refusal:
            return refusal

    def _say(self, draft: Draft, record: Record) -> Event:
        standing = self.standings[draft.asker]
        parent = None
        if draft.parent is None:
            author = policy.speak(standing)
        else:
            parent = self.parents.get((draft.room_id, draft.parent))
            policy.read(standing)
            if parent is None:
                raise NotFound(_("The post you are replying to is not in this room."))
            author = policy.reply(standing, parent)
        mandate = policy.speak_under(standing, draft.mandate) if draft.mandate else None
        # Nobody is made to have said something to what they never read; only now, when nothing can change any more.
        if draft.shown and draft.shown != self.shown[draft.room_id]:
            raise Reworded(standing.room)
        if parent and draft.answers not in (None, parent.wording):
            raise ParentChanged(parent)
        if mandate is None:
            self.newcomers.take(standing)
        self.pace.take(standing.room, draft.person_id)
        thread_seq = parent.thread.seq if parent else None
        event = record.append(
            draft.stream_id, "post.said", {"thread": thread_seq, "parent": draft.parent},
            actor=draft.person_id, key=draft.key, content=draft.content(),
        )  # fmt: skip
        if parent:
            thread = parent.thread
            self.answered.setdefault((draft.room_id, thread.seq), []).append(event.seq)
        else:
            thread = Thread(room_id=draft.room_id, seq=event.seq, last_seq=event.seq)
            self.opened[draft.room_id, thread.seq] = thread
        post = self._post(draft, author, mandate, event, thread, parent)
        self.posts.append(post)
        self.searched.append(Filing.of(post, draft.wording.folded))
        self.events.append(event)
        return event

    def _post(
        self, draft: Draft, person: User, mandate: Mandate | None, event: Event, thread: Thread,
        parent: Post | None,
    ) -> Post:  # fmt: skip
        wording = draft.wording
        body = mandate and mandate.organisation
        post = Post(
            room_id=draft.room_id, thread=thread, author=person, seq=event.seq, at=event.at,
            text=wording.text, html=wording.html, language=wording.language,
            sector=body.sector if body else "citizen",
            country=body.country if body else person.country,
            region=body.region if body else person.region,
            mandate_id=draft.mandate, organisation=body.name if body else "", title=mandate.title if mandate else "",
        )  # fmt: skip
        if parent:
            post.parent = parent
        return post

    def _write(self) -> None:
        if not self.posts:
            return
        Voice.objects.add(self.rooms, Counter((post.room_id, post.author_id, post.sector) for post in self.posts))
        for room in self.rooms.values():
            if said := Counter(f"{post.country} {post.sector}" for post in self.posts if post.room_id == room.pk):
                places = dict(Counter(room.places) + said)
                Room.objects.filter(pk=room.pk).update(people=room.people, voices=room.voices, places=places)
        for event, post in zip(self.events, self.posts, strict=True):
            self.record.show(event, fact_of(post, self.rooms[post.room_id].heard))
        insert_keyed(Thread, list(self.opened.values()))
        for post in self.posts:
            # A thread opened here has its key only now.
            post.thread_id = post.thread.pk
        insert(Post, self.posts)
        insert(Searched, self.searched)
        for (room_id, thread_seq), seqs in self.answered.items():
            Thread.objects.filter(room=room_id, seq=thread_seq).update(
                last_seq=max(seqs), replies=F("replies") + len(seqs)
            )


def publish(drafts: Sequence[Draft]) -> list[dict | Refusal]:
    """Publish prepared drafts in their order: {"seq", "language"} or a Refusal for each."""
    return Publication(drafts).outcomes()
