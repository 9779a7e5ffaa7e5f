"""Everything people and faults can do to a room, in any order; after each step the engine must agree with the model."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialogue.live import threads
from dialogue.live.hub import Hub, running
from dialogue.live.models import Event
from dialogue.rooms.models import Participant, Post, Reaction, Room, Theme
from dialogue.rooms.suspension import suspend
from tests.live.follower import Follower, page
from tests.live.model import Model
from tests.patience import PATIENCE
from tests.people import person

PEOPLE = st.sampled_from(("Ada", "Bo"))
GUESTS = st.sampled_from(("one", "two"))
KINDS = st.sampled_from(("agree", "solidarity", None))
ANY = st.integers(0, 1_000)
_worlds = count(1)


class Debate(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        world = next(_worlds)
        self.loop = asyncio.new_event_loop()
        theme, _ = Theme.objects.get_or_create(slug="model", defaults={"titles": {"en": "Model"}})
        self.room = Room.objects.create(slug=f"model-{world}", theme=theme, titles={"en": "Model"}, languages=["en"])
        self.users = {name: person(f"{name}{world} Mensah", country="GH") for name in ("Ada", "Bo")}
        self.grace = person(f"Grace{world} Oduya", is_staff=True)
        self.model, self.number, self.asked = Model(), count(1), []
        self.away: dict[str, Follower] = {}
        self.here: dict[str, Follower] = {}
        for name, user in self.users.items():
            self.enter(name, user)

    def run(self, work):
        return self.loop.run_until_complete(work)

    def enter(self, name: str, user=None, anew: bool = True) -> None:
        self.here[name] = Follower(self.room, user, self.model.unspeakable, anew)
        self.run(self.here[name].arrive())

    def words(self) -> str:
        return f"word{next(self.number)}x"

    def post(self, which: int) -> int:
        return list(self.model.posts)[which % len(self.model.posts)]

    def stored(self, which: int) -> Post:
        return Post.objects.select_related("room").get(room=self.room, seq=self.post(which))

    def speaks(self, who: str, **command):
        self.asked.append((who, command))
        return self.run(self.here[who].ask(**command))

    # What people do

    @rule(who=PEOPLE, parent=st.none() | ANY)
    def say(self, who, parent):
        key, words = str(uuid4()), self.words()
        parent = None if parent is None or not self.model.posts else self.post(parent)
        assert self.speaks(who, do="post", key=key, text=words, parent=parent) == self.model.say(
            who, key, words, parent
        )

    @precondition(lambda self: self.asked)
    @rule(which=ANY, other=st.booleans())
    def try_again(self, which, other):
        who, command = self.asked[which % len(self.asked)]
        if other and "text" in command:
            command = command | {"text": self.words()}
        key, text = command["key"], command.get("text")
        match command["do"]:
            case "post":
                expected = self.model.say(who, key, text, command["parent"])
            case "edit":
                expected = self.model.edit(who, key, command["post"], text)
            case "withdraw":
                expected = self.model.withdraw(who, key, command["post"])
            case "react":
                expected = self.model.react(who, command["post"], command["kind"])
        assert self.run(self.here[who].ask(**command)) == expected

    @precondition(lambda self: self.model.posts)
    @rule(who=PEOPLE, which=ANY)
    def edit(self, who, which):
        key, words, post = str(uuid4()), self.words(), self.post(which)
        expected = self.model.edit(who, key, post, words)
        assert self.speaks(who, do="edit", key=key, post=post, text=words) == expected

    @precondition(lambda self: self.model.posts)
    @rule(who=PEOPLE, which=ANY)
    def withdraw(self, who, which):
        key, post = str(uuid4()), self.post(which)
        assert self.speaks(who, do="withdraw", key=key, post=post) == self.model.withdraw(who, key, post)

    @precondition(lambda self: self.model.posts)
    @rule(who=PEOPLE, which=ANY, kind=KINDS)
    def react(self, who, which, kind):
        key, post = str(uuid4()), self.post(which)
        assert self.speaks(who, do="react", key=key, post=post, kind=kind) == self.model.react(who, post, kind)

    # What moderators do

    @precondition(lambda self: self.model.posts)
    @rule(which=ANY, hidden=st.booleans())
    def hide_or_restore(self, which, hidden):
        post, said = self.stored(which), self.model.posts[self.post(which)]
        (post.hide if hidden else post.restore)(self.grace)
        if said.hidden != hidden:
            said.hidden = hidden
            self.model.happened("post.hidden" if hidden else "post.restored", "Grace")

    @rule(who=PEOPLE)
    def suspend_or_reinstate(self, who):
        gone = who in self.model.suspended
        user = type(self.grace).objects.get(pk=self.users[who].pk)
        suspend(user, timedelta(0) if gone else timedelta(hours=1), self.grace, "Seen.")
        self.model.suspended ^= {who}
        if any(said.author == who for said in self.model.posts.values()):
            self.model.happened("person.reinstated" if gone else "person.suspended", "Grace")

    @rule(who=PEOPLE)
    def mute_or_unmute(self, who):
        participant, _ = Participant.objects.get_or_create(room=self.room, person=self.users[who])
        quiet = who in self.model.muted
        participant.unmute(self.grace) if quiet else participant.mute(timezone.now() + timedelta(hours=1), self.grace)
        self.model.muted ^= {who}
        self.model.happened("person.unmuted" if quiet else "person.muted", "Grace")

    @rule()
    def close_or_open(self):
        (self.room.open if self.model.closed else self.room.close)(self.grace)
        self.model.happened("room.opened" if self.model.closed else "room.closed", "Grace")
        self.model.closed = not self.model.closed

    # How readers come and go

    @rule(guest=GUESTS, anew=st.sampled_from((False, False, True)))
    def join(self, guest, anew):
        self.drop(guest)
        self.enter(guest, anew=anew)

    @rule(guest=GUESTS | PEOPLE)
    def drop_and_resume(self, guest):
        if guest in self.users:
            self.run(self.here[guest].leave())
            self.run(self.here[guest].arrive())
        elif guest in self.away:
            self.here[guest] = self.away.pop(guest)
            self.run(self.here[guest].arrive())
        else:
            self.drop(guest)

    def drop(self, guest) -> None:
        if guest in self.here:
            self.away[guest] = self.here.pop(guest)
            self.run(self.away[guest].leave())

    # What fails

    @rule(who=PEOPLE)
    def lose_the_answer(self, who):
        """The line is cut after the commit and before the answer; the page sends the same again."""
        key, words, follower = str(uuid4()), self.words(), self.here[who]
        expected, kept = self.model.say(who, key, words, None), len(self.model.log)
        self.run(follower.line.send(do="post", key=key, text=words))
        assert self.run(self.others_hear(follower, kept))
        self.run(follower.leave())
        self.run(follower.arrive())
        assert self.speaks(who, do="post", key=key, text=words, parent=None) == expected

    async def others_hear(self, follower: Follower, seq: int) -> bool:
        return all(
            [
                await other.listen(lambda other=other: other.seq >= seq)
                for other in self.here.values()
                if other is not follower
            ]
        )

    @rule(who=PEOPLE)
    def crash(self, who):
        """The process dies with a post in hand that was never committed; a new one starts, everybody comes back."""
        key, words, follower = str(uuid4()), self.words(), self.here[who]
        self.run(self.die_with(follower, key, words))
        assert self.speaks(who, do="post", key=key, text=words, parent=None) == self.model.say(who, key, words, None)

    async def die_with(self, follower: Follower, key: str, words: str) -> None:
        real, reached, dead = threads.writing, asyncio.Event(), asyncio.Event()

        async def never(*work):
            reached.set()
            await dead.wait()
            raise ConnectionAbortedError("the process died")

        threads.writing = never
        try:
            await follower.line.send(do="post", key=key, text=words)
            await asyncio.wait_for(reached.wait(), PATIENCE)
            for each in self.here.values():
                await each.leave()
            dead.set()
            await Hub.here().stop()
        finally:
            threads.writing = real
        for each in self.here.values():
            await each.arrive()

    # What must hold after every step

    @invariant()
    def everyone_has_the_models_log(self):
        if hasattr(self, "model"):
            kinds = [kind for kind, _ in self.model.log]
            for name, follower in self.here.items():
                arrived = self.run(follower.listen(lambda each=follower: each.seq >= len(kinds)))
                assert arrived, f"{name} stands at {follower.seq} of {len(kinds)}"
                assert follower.kinds == kinds[follower.start :], name

    @invariant()
    def the_record_is_the_models_log(self):
        if hasattr(self, "model"):
            events = Event.objects.filter(stream=self.room.stream_id).order_by("seq")
            names = {user.pk: name for name, user in self.users.items()} | {self.grace.pk: "Grace"}
            assert [(event.kind, names[event.actor_id]) for event in events] == self.model.log
            assert [event.seq for event in events] == list(range(1, len(self.model.log) + 1))

    def teardown(self):
        if not hasattr(self, "model"):
            return
        try:
            self.at_rest()
        finally:
            for follower in self.here.values():
                self.run(follower.leave())
            for hub in running():
                if hub.loop is self.loop:
                    self.run(hub.stop())
            self.loop.close()

    def at_rest(self) -> None:
        """Counts come a moment later; then whoever was here from the beginning sees what somebody new sees."""
        fresh = page(self.room)
        for name, follower in self.here.items():
            self.run(follower.listen(lambda each=follower: each.posts == fresh))
            assert follower.posts == fresh, name
        for seq, said in self.model.posts.items():
            post = Post.objects.get(room=self.room, seq=seq)
            assert (post.state, post.text) == (said.state, "" if said.withdrawn else said.words)
            assert post.counts == self.model.counts(seq)
            assert post.counts == Counter(Reaction.objects.filter(post=post).values_list("kind", flat=True))
        assert self.room.stream.broken_at() is None
