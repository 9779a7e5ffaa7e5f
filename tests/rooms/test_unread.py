"""What is new to whom: the first post somebody has not read, and what of the room they have read."""

from datetime import timedelta

from django.urls import reverse

from dialogue.rooms.models import Participant
from tests.people import say, withdraw
from tests.rooms.test_pages import page


def test_the_first_unread_post_is_marked(client, room, ada, bo):
    for number in range(4):
        say(bo, room, f"Number {number}")
    Participant.objects.create(room=room, person=ada, read_seq=2)
    client.force_login(ada)
    answer = page(client, room)
    assert answer.context["first_unread"] == 3 and 'id="unread"' in answer.content.decode()


def test_whoever_missed_more_than_a_page_is_led_to_the_first_post_they_missed(client, room, ada, bo):
    for number in range(70):
        post = say(bo, room, f"Number {number}")
        room.posts.update(at=post.at - timedelta(minutes=5))
    say(ada, room, "My own.")
    Participant.objects.update_or_create(room=room, person=ada, defaults={"read_seq": 5})
    withdraw(bo, room.posts.get(seq=6))
    client.force_login(ada)
    answer = page(client, room)
    assert answer.context["earlier_unread"] is None and answer.context["first_unread"] == 7
    assert 'id="unread"' in answer.content.decode() and 'href="?now=1"' in answer.content.decode()
    answer = client.get(reverse("room", args=[room.slug]), {"now": 1})
    assert answer.context["first_unread"] is None and answer.context["earlier_unread"] == 7
    assert "?around=7#unread" in answer.content.decode() and 'id="unread"' not in answer.content.decode()


def test_one_thread_or_what_was_picked_out_is_not_the_room_and_marks_none_of_it_read(client, room, ada, bo):
    opener = say(bo, room, "The first.")
    client.force_login(ada)
    marks = {
        where: "<read-marker" in client.get(where).content.decode()
        for where in (
            reverse("room", args=[room.slug]),
            reverse("room", args=[room.slug]) + "?sector=government",
            reverse("thread", args=[room.slug, opener.seq]),
        )
    }
    assert list(marks.values()) == [True, False, False]


def test_what_one_said_oneself_and_what_has_been_read_is_not_new(client, room, ada, bo):
    for number in range(60):
        post = say(ada, room, f"Number {number}")
        room.posts.update(at=post.at - timedelta(minutes=5))
    Participant.objects.update_or_create(room=room, person=ada, defaults={"read_seq": 5})
    client.force_login(ada)
    answer = page(client, room)
    assert answer.context["first_unread"] is None and answer.context["earlier_unread"] is None
