"""The law of the house: what a page showed, and the events since, make what a fresh page shows."""

import contextlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from dialogue.live.kinds import tallies
from dialogue.live.reading import read
from dialogue.live.refusals import Refusal
from dialogue.rooms.events import fact_of
from dialogue.rooms.models import Participant, Reaction, Room, Theme
from dialogue.rooms.suspension import suspend
from tests.people import edit, person, react, say, withdraw

SHOWN = ("state", "html", "language", "edited", "name", "sector", "parent", "thread")


def snapshot(room: Room) -> dict:
    """What a fresh page shows, read from the tables."""
    room = Room.objects.get(pk=room.pk)
    posts = {}
    for post in room.posts.with_people():
        fact = fact_of(post)
        posts[post.seq] = {name: getattr(fact, name) for name in SHOWN} | {"counts": post.counts}
    threads = {t.seq: {"locked": t.locked, "pinned": t.pinned} for t in room.threads.all()}
    return {"posts": posts, "threads": threads, "closed": room.closed, "slow": room.slow, "titles": room.titles}


def apply(state: dict, frame: dict) -> None:
    """What a page does with one frame; it knows only docs/protocol.md."""
    kind, data = frame["kind"], frame["data"]
    noun, _, verb = kind.partition(".")
    if kind == "post.said":
        state["posts"][frame["seq"]] = {name: data[name] for name in SHOWN} | {"counts": {}}
        if data["thread"] is None:
            state["threads"][frame["seq"]] = {"locked": False, "pinned": False}
    elif noun == "post":
        post = state["posts"][data["post"]]
        fresh = {"state": verb, "html": None, "edited": False} if verb in ("hidden", "withdrawn") else data
        post.update({name: fresh[name] for name in ("state", "html", "language", "edited") if name in fresh})
    elif noun == "thread":
        field = "locked" if "lock" in verb else "pinned"
        state["threads"][data["thread"]][field] = not verb.startswith("un")
    elif kind == "room.slowed":
        state["slow"] = data["seconds"]
    elif kind == "room.reworded":
        state["titles"] = data["titles"]
    elif noun == "room":
        state["closed"] = verb == "closed"


PEOPLE, POSTS = st.integers(0, 2), st.integers(0, 30)
ACTIONS = st.one_of(
    st.tuples(st.just("say"), PEOPLE, st.none() | POSTS),
    st.tuples(
        st.sampled_from(["edit", "withdraw", "hide", "restore", "lock", "unlock", "pin", "unpin"]), PEOPLE, POSTS
    ),
    st.tuples(st.just("react"), PEOPLE, POSTS, st.sampled_from([None, *Reaction.Kind.values])),
    st.tuples(st.just("reword"), PEOPLE, POSTS),
    st.tuples(st.sampled_from(["close", "open", "slow", "mute", "unmute", "suspend", "reinstate"]), PEOPLE),
)


@pytest.mark.usefixtures("unhurried")
class Law(TestCase):
    def setUp(self):
        theme = Theme.objects.create(slug="t", titles={"en": "T"})
        self.room = Room.objects.create(slug="r", theme=theme, titles={"en": "R"}, languages=["en"])
        self.people = [person(name) for name in ("Ada", "Bo", "Mallory")]
        self.grace = person("Grace", is_staff=True)

    def act(self, action) -> None:
        what, number, *rest = action
        who = User.objects.get(pk=self.people[number].pk)
        posts = list(self.room.posts.with_people().select_related("room").order_by("seq"))
        post = posts[rest[0] % len(posts)] if posts and rest and rest[0] is not None else None
        soon = timezone.now() + timedelta(hours=1)
        participant, _ = Participant.objects.get_or_create(room=self.room, person=who)
        if what == "say":
            say(who, self.room, f"{who.name} speaks.", parent=post and post.seq)
        elif what == "reword":
            self.room.reword({"titles": {"en": f"R{rest[0] % 3}"}}, self.grace)
        elif what in ("close", "open", "slow"):
            self.room.refresh_from_db()
            {"close": self.room.close, "open": self.room.open}.get(what, lambda by: self.room.slow_down(600, by))(
                self.grace
            )
        elif what in ("mute", "unmute"):
            participant.mute(soon, self.grace) if what == "mute" else participant.unmute(self.grace)
        elif what in ("suspend", "reinstate"):
            if what == "suspend" or type(who).objects.get(pk=who.pk).suspended():
                suspend(who, timedelta(hours=what == "suspend"), self.grace, "Seen.")
        elif post is None:
            return
        elif what == "react":
            react(who, post, rest[1])
        elif what in ("edit", "withdraw"):
            edit(who, post, "Other words.") if what == "edit" else withdraw(who, post)
        elif what in ("hide", "restore"):
            getattr(post, what)(self.grace)
        else:
            getattr(post.thread, what)(self.grace)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ACTIONS, max_size=25), st.integers(0, 25))
    def test_an_old_page_and_the_events_since_make_a_fresh_page(self, actions, left_at):
        state, position = snapshot(self.room), (0, 0)
        for number, action in enumerate(actions):
            if number == left_at:
                self.room.stream.refresh_from_db()
                state, position = snapshot(self.room), (self.room.stream.head, self.room.stream.tally)
            with contextlib.suppress(Refusal):
                self.act(action)
        frames = [json.loads(frame.text) for frame in read(self.room.stream_id, position[0], 1000)]
        assert [frame["seq"] for frame in frames] == list(range(position[0] + 1, position[0] + 1 + len(frames)))
        for frame in frames:
            apply(state, frame)
        for row in tallies(self.room.stream_id, position[1]):
            state["posts"][row["post"]]["counts"] = row["counts"]
        assert state == snapshot(self.room)
        assert self.room.stream.broken_at() is None


@pytest.mark.django_db
def test_the_law_can_fail(room, ada):
    say(ada, room, "Hello.")
    state = snapshot(room)
    say(ada, room, "Unheard.")
    assert state != snapshot(room)
