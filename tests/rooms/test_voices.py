"""Voices are people: each once, in each capacity they have posts in sight in; posts are the second figure."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import leaving
from dialogue.live.models import Event
from dialogue.live.polling import poll
from dialogue.rooms.counting import recount
from dialogue.rooms.models import Room, Voice
from dialogue.rooms.publication import publish
from tests.people import draft, person, say, withdraw
from tests.rooms.test_erasure import LATER, kept_room  # noqa: F401


def heard(room: Room) -> dict[str, tuple[int, int]]:
    """As the room says, which is what a count of every post would say."""
    said = Room.objects.get(pk=room.pk).heard
    rows = Voice.objects.filter(room=room).values_list("person", "sector", "posts")
    shown = room.posts.filter(hidden_at=None, withdrawn_at=None).values_list("author", "sector")
    assert {(who, sector): posts for who, sector, posts in rows} == {each: list(shown).count(each) for each in shown}
    for sector, (people, posts) in said.items():
        assert (people, posts) == (len({a for a, s in shown if s == sector}), len([s for _, s in shown if s == sector]))
    return said


def test_one_who_writes_forty_posts_is_one_voice(room, ada, bo):
    drafts = [draft(ada, room, f"Number {number}.") for number in range(40)]
    for each in drafts:
        each.prepare()
    publish(drafts)
    say(bo, room, "Once.")
    assert heard(room) == {"citizen": (2, 41)}


def test_who_speaks_for_the_assembly_and_for_herself_is_two_voices(client, room, ada, bo, mandate):
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    for text in ("As Ada.", "As Ada, again."):
        say(ada, room, text)
    assert heard(room) == {"parliament": (1, 1), "citizen": (1, 2)}
    page = client.get(reverse("room", args=[room.slug]))
    assert {row["sector"]: (row["people"], row["posts"]) for row in page.context["voices"] if row["posts"]} == heard(
        room
    )
    assert [row["sector"] for row in page.context["not_heard"]] == ["government", "authority", "society"]
    assert 'data-sector="citizen" x="50.00" y="0" width="50.00"' in page.content.decode()


def test_who_has_only_a_hidden_post_is_no_voice_until_it_is_restored(room, ada, bo, grace):
    say(bo, room, "Seen.")
    post = say(ada, room, "Hidden.")
    post.hide(grace)
    post.hide(grace)
    assert heard(room) == {"citizen": (1, 1)}
    post.restore(grace)
    post.restore(grace)
    assert heard(room) == {"citizen": (2, 2)}


def test_who_withdraws_their_only_post_is_no_voice_and_hiding_it_too_takes_no_second_one(room, ada, bo, grace):
    first, second = say(ada, room, "First."), say(ada, room, "Second.")
    withdraw(ada, first)
    assert heard(room) == {"citizen": (1, 1)}
    say(bo, room, "Stays.")
    withdraw(ada, second)
    assert heard(room) == {"citizen": (1, 1)}
    second.hide(grace)
    assert heard(room) == {"citizen": (1, 1)}
    second.restore(grace)
    assert heard(room) == {"citizen": (1, 1)}


def test_who_leaves_is_a_voice_only_where_their_posts_stay(room, kept_room, ada, bo):  # noqa: F811
    for where in (room, kept_room):
        say(ada, where, "Mine.")
        say(bo, where, "Mine, too.")
    leaving.ask(ada)
    leaving.finish(timezone.now() + LATER)
    assert heard(room) == {"citizen": (1, 1)}
    assert heard(kept_room) == {"citizen": (2, 2)}


def test_every_frame_that_changes_the_voices_tells_them(room, ada, bo, grace):
    post = say(ada, room, "Told.")
    say(bo, room, "Told, too.")
    post.hide(grace)
    post.restore(grace)
    withdraw(ada, post)
    frames = poll(room.stream_id, room.stream.epoch, 0, 0, None)["frames"]
    told = {frame["kind"]: frame["data"]["voices"] for frame in map(json.loads, frames) if "seq" in frame}
    assert set(told) == {"post.said", "post.hidden", "post.restored", "post.withdrawn"}
    assert all(voices == {"citizen": [1, 1]} for voices in told.values())
    assert "voices" not in Event.objects.get(kind="post.hidden").data


def test_what_was_said_before_the_count_began_is_counted_once(room, ada, bo, grace, mandate):
    for who in (ada, ada, bo):
        say(who, room, "Before.")
    say(ada, room, "As the assembly.", mandate=mandate.pk).hide(grace)
    counted = heard(room)
    Voice.objects.all().delete()
    Room.objects.update(people={}, voices={"citizen": 9})
    for _again in range(2):
        recount(apps)
        assert heard(room) == counted == {"citizen": (2, 3)}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_counted_like_one_after_the_other(room):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    people, together = [person(f"P{n} Okoro{n}") for n in range(2)], Barrier(2)

    def speak(who):
        try:
            together.wait()
            for number in range(5):
                say(who, room, f"Number {number} of {who.name}.")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(speak, people))
    assert heard(room) == {"citizen": (2, 10)}
