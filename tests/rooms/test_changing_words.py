"""What becomes of words that have been said: edited, withdrawn, hidden, restored; and what is noticed when the record is touched."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue.live.models import Event
from dialogue.live.refusals import Closed, NotAllowed, NotFound, Refusal
from dialogue.rooms.models import Participant, Post
from dialogue.rooms.revising import Edit, Withdrawal, revise_one
from tests.people import edit, react, say, withdraw


def test_an_edit_keeps_the_former_words_and_ends_with_its_window(room, ada, bo):
    post = say(ada, room, "The first of May.")
    edit(ada, post, "The second of May.")
    post.refresh_from_db()
    assert post.text == "The second of May." and [r.text for r in post.revisions.all()] == ["The first of May."]
    with pytest.raises(NotAllowed):
        edit(bo, post, "The third.")
    Post.objects.update(at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(NotAllowed):
        edit(ada, post, "The fourth.")


def test_withdrawing_erases_the_words_everywhere_and_the_chain_still_holds(room, ada):
    post = say(ada, room, "Something secret.")
    edit(ada, post, "Something less secret.")
    withdraw(ada, post)
    post.refresh_from_db()
    assert (post.state, post.text, post.html, post.revisions.count()) == ("withdrawn", "", "", 0)
    assert not Event.objects.filter(seq__in=[1, 2]).exclude(salt="").exists()
    assert room.stream.broken_at() is None


def test_a_tampered_event_breaks_the_chain_at_its_number(room, ada, bo):
    say(ada, room, "True.")
    say(bo, room, "Also true.")
    assert Event.objects.filter(seq=2).update(data={"thread": 9, "parent": None})
    assert room.stream.broken_at() == 2


def test_hidden_words_can_be_restored_and_cannot_be_answered_meanwhile(room, ada, bo, grace):
    post = say(ada, room, "Harsh words.")
    post.hide(grace)
    with pytest.raises(NotFound):
        say(bo, room, "I disagree.", parent=post.seq)
    with pytest.raises(NotFound):
        react(bo, post, "agree")
    post.restore(grace)
    assert say(bo, room, "I disagree.", parent=post.seq)


def test_words_that_are_gone_are_not_edited_back(room, ada, bo, grace):
    withdrawn, hidden = say(ada, room, "Regretted."), say(bo, room, "Harsh.")
    withdraw(ada, withdrawn)
    hidden.hide(grace)
    for who, post in ((ada, withdrawn), (bo, hidden)):
        with pytest.raises(NotFound):
            edit(who, post, "Here again.")
        with pytest.raises(NotFound):
            withdraw(who, post)


def test_in_a_locked_thread_what_was_said_stands(room, ada, grace):
    post = say(ada, room, "Fixed.")
    post.thread.lock(grace)
    with pytest.raises(Closed):
        edit(ada, post, "Changed.")
    assert withdraw(ada, post)


def test_nobody_changes_a_post_that_is_not_in_the_room(room, ada):
    for change in (Edit, Withdrawal):
        words = ("Other words.",) if change is Edit else ()
        with pytest.raises(NotFound):
            revise_one(change(room.stream_id, room.pk, ada.pk, uuid4(), 999, *words, session=None))


def test_an_end_that_was_cut_off_is_noticed(room, ada):
    say(ada, room, "First.")
    say(ada, room, "Second.")
    assert room.stream.broken_at() is None
    room.stream.events.filter(seq=2).delete()
    assert room.stream.broken_at() == 2


@pytest.mark.parametrize("why", ["muted", "closed"])
def test_who_may_not_speak_changes_no_words_either(room, ada, grace, why):
    post = say(ada, room, "First words.")
    if why == "muted":
        Participant.objects.get_or_create(room=room, person=ada)[0].mute(timezone.now() + timedelta(hours=1), grace)
    else:
        room.close(grace)
    with pytest.raises(Refusal) as refusal:
        edit(ada, post, "Other words.")
    assert refusal.value.code == why


def test_former_wordings_of_hidden_words_are_shown_to_nobody(room, ada, grace, client):
    post = say(ada, room, "First wording.")
    edit(ada, post, "Second wording.")
    client.force_login(ada)
    page = reverse("revisions", args=[room.slug, post.seq])
    assert "First wording" in client.get(page).content.decode()
    post.hide(grace)
    assert "First wording" not in client.get(page).content.decode()
