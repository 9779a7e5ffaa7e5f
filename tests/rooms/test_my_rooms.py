"""Home shows to each person the rooms they take part in, and what is new to them there."""

import pytest
from django.urls import reverse

from dialogue.rooms.mine import rooms_of
from dialogue.rooms.models import Participant
from tests.people import say, withdraw

pytestmark = pytest.mark.django_db


def unread(person) -> dict[str, int]:
    return {room.slug: room.unread for room in rooms_of(person)}


def test_posts_of_others_that_can_be_read_are_new_until_they_are_read(client, room, ada, bo, grace):
    first = say(bo, room, "First.")
    assert unread(ada) == {}
    client.force_login(ada)
    client.post(reverse("reading", args=[room.slug]), {"seq": first.seq})
    assert unread(ada) == {"rain": 0}
    say(ada, room, "My own.")
    gone, hidden, last = say(bo, room, "Gone."), say(bo, room, "Hidden."), say(bo, room, "Last.")
    withdraw(bo, gone)
    hidden.hide(grace)
    assert unread(ada) == {"rain": 1}
    assert "1 new post" in client.get(reverse("home")).text
    client.post(reverse("reading", args=[room.slug]), {"seq": last.seq})
    assert "Nothing new" in client.get(reverse("home")).text


def test_a_room_that_is_closed_to_somebody_is_not_among_theirs(members_room, room, ada, bo):
    here = Participant.objects.create(room=members_room, person=ada, member=True, read_seq=1)
    Participant.objects.create(room=room, person=ada, read_seq=1)
    assert set(unread(ada)) == {"rain", "inner"}
    here.member = False
    here.save(update_fields=["member"])
    assert set(unread(ada)) == {"rain"}


def test_whoever_is_not_signed_in_has_none(client, room):
    assert "Your rooms" not in client.get(reverse("home")).text
