from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from dialogue.live.models import Event
from dialogue.live.refusals import Closed, Conflict, Invalid, NotAllowed, NotFound, TooFast
from dialogue.rooms.models import Participant, Post
from dialogue.rooms.models.participant import Place
from dialogue.rooms.pace import PER_MINUTE, Pace
from dialogue.rooms.publication import publish
from dialogue.rooms.suspension import reinstate, suspend
from tests.people import draft, react, say


def test_ada_speaks_and_bo_answers(room, ada, bo):
    opened = say(ada, room, "An island does not **choose**.")
    answered = say(bo, room, "Neither does a valley.", parent=opened.seq)
    room.refresh_from_db()
    assert (opened.seq, answered.seq) == (1, 2)
    assert "<strong>choose</strong>" in opened.html
    assert answered.thread == opened.thread and answered.parent == opened
    opened.thread.refresh_from_db()
    assert (opened.thread.replies, opened.thread.last_seq) == (1, 2)
    assert room.voices == {"citizen": 2}


def test_ada_speaks_for_her_assembly_and_the_capacity_stays_when_the_mandate_ends(room, ada, mandate):
    post = say(ada, room, "We ask three times.", mandate=mandate.pk)
    mandate.revoked_at = timezone.now()
    mandate.save()
    post.refresh_from_db()
    assert (post.sector, post.region, post.organisation, post.title) == (
        "parliament",
        "002",
        "Assembly of the Isles",
        "member",
    )
    with pytest.raises(NotAllowed) as refused:
        say(ada, room, "Once more.", mandate=mandate.pk)
    assert refused.value.code == "mandate"
    assert say(ada, room, "Then for myself.").sector == "citizen"


def test_mallory_cannot_borrow_adas_mandate(room, ada, mallory, mandate):
    with pytest.raises(NotAllowed):
        say(mallory, room, "In the name of the assembly.", mandate=mandate.pk)


def test_the_same_key_makes_one_post_however_often_it_is_sent(room, ada):
    key = uuid4()
    wanted = [draft(ada, room, "Once.", key=key) for _ in range(100)]
    for one in wanted:
        one.prepare()
    assert {outcome["seq"] for outcome in publish(wanted)} == {1}
    assert say(ada, room, "Once.", key=key).seq == 1
    assert Post.objects.count() == Event.objects.filter(kind="post.said").count() == 1


def test_the_same_key_with_other_words_is_a_conflict(room, ada):
    key = uuid4()
    say(ada, room, "Once.", key=key)
    with pytest.raises(Conflict):
        say(ada, room, "Twice.", key=key)


def test_one_refusal_does_not_spoil_the_batch(room, ada, bo, mallory):
    Participant.objects.create(room=room, person=mallory, muted_until=timezone.now() + timedelta(hours=1))
    wanted = [draft(who, room, f"{who.name} speaks.") for who in (ada, mallory, bo)]
    for one in wanted:
        one.prepare()
    first, second, third = publish(wanted)
    assert (first["seq"], third["seq"]) == (1, 2)
    assert isinstance(second, NotAllowed) and second.code == "muted"


def test_a_closed_room_takes_no_words_and_an_opened_one_does(room, ada, grace):
    room.close(grace)
    with pytest.raises(Closed):
        say(ada, room, "One more thing.")
    room.open(grace)
    assert say(ada, room, "One more thing.")


def test_closing_twice_is_one_event(room, grace):
    room.close(grace)
    room.close(grace)
    assert [event.kind for event in room.stream.events.all()] == ["room.closed"]


def test_a_locked_thread_takes_no_replies(room, ada, bo, grace):
    post = say(ada, room, "Enough said.")
    post.thread.lock(grace)
    with pytest.raises(Closed):
        say(bo, room, "Not for me.", parent=post.seq)
    post.thread.unlock(grace)
    assert say(bo, room, "Thank you.", parent=post.seq)


def test_a_muted_person_is_silent_in_this_room_until_the_time_is_over(room, ada, grace):
    participant = Participant.objects.create(room=room, person=ada)
    participant.mute(timezone.now() + timedelta(minutes=10), grace)
    with pytest.raises(NotAllowed) as refused:
        say(ada, room, "But…")
    assert refused.value.code == "muted" and 590 < refused.value.retry_after <= 600
    participant.unmute(grace)
    assert say(ada, room, "But now.")


def test_a_suspended_person_neither_speaks_nor_reacts(room, ada, bo, grace):
    post = say(bo, room, "Hello.")
    say(ada, room, "Hello too.")
    suspend(ada, timedelta(days=1), grace, "Spam.")
    with pytest.raises(NotAllowed):
        say(ada, room, "I am still here.")
    with pytest.raises(NotAllowed):
        react(ada, post, "agree")
    reinstate(ada, grace, "It was not spam.")
    assert say(ada, room, "I am back.")
    assert [e.kind for e in room.stream.events.order_by("seq")][2:4] == ["person.suspended", "person.reinstated"]


def test_slow_mode_slows_most_whoever_speaks_most(room, ada, bo, grace):
    room.slow_down(30, grace)
    say(ada, room, "First.")
    with pytest.raises(TooFast) as refused:
        say(ada, room, "Second.")
    assert 0 < refused.value.retry_after <= 30
    Post.objects.update(at=timezone.now() - timedelta(seconds=31))
    for _ in range(3):
        say(ada, room, "Again.")
        Post.objects.update(at=timezone.now() - timedelta(seconds=31))
    with pytest.raises(TooFast):
        say(ada, room, "And again: four of the last posts are mine, the pause has doubled.")
    assert say(bo, room, "I have been waiting.")


def test_nobody_posts_more_than_once_a_second_for_long(room, ada):
    for number in range(60):
        say(ada, room, f"Number {number}.")
    with pytest.raises(TooFast):
        say(ada, room, "One too many.")


def test_without_a_public_name_nobody_speaks(room, ada):
    ada.name = ""
    ada.save(update_fields=["name"])
    with pytest.raises(NotAllowed) as refused:
        say(ada, room, "Who am I?")
    assert refused.value.code == "name_first"


def test_only_members_know_of_a_members_room(members_room, ada, mallory):
    members_room.admit(ada)
    assert say(ada, members_room, "Between us.")
    with pytest.raises(NotFound):
        say(mallory, members_room, "May I?")


def test_where_only_mandates_speak_others_read(room, ada, mallory, mandate):
    room.speakers = room.Speakers.MANDATED
    room.save()
    assert say(ada, room, "For the assembly.", mandate=mandate.pk)
    with pytest.raises(NotAllowed):
        say(mallory, room, "For myself.")


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b\u200e", "a\x00b", "x" * 10_001, "\ud800"])
def test_words_that_cannot_be_kept_are_refused_with_a_reason(room, ada, text):
    with pytest.raises(Invalid) as refused:
        say(ada, room, text)
    assert str(refused.value.message)


def test_a_few_words_are_taken_to_be_in_a_language_their_author_reads(room, ada):
    ada.languages = ["fr"]
    ada.save(update_fields=["languages"])
    assert say(ada, room, "Oui").language == "fr"
    assert (
        say(ada, room, "We have asked three times for the rules to count slow drought as they count storms.").language
        == "en"
    )


def test_in_a_closed_room_nobody_reacts(room, ada, bo, grace):
    post = say(ada, room, "The last word.")
    room.close(grace)
    with pytest.raises(Closed):
        react(bo, post, "agree")


def test_where_only_members_speak_others_read(room, ada, mallory):
    room.speakers = room.Speakers.MEMBERS
    room.save()
    room.admit(ada)
    assert say(ada, room, "As a member.")
    with pytest.raises(NotAllowed):
        say(mallory, room, "As a guest.")


def test_nobody_answers_what_is_not_in_the_room(room, members_room, ada, mallory):
    members_room.admit(ada)
    elsewhere = [say(ada, members_room, f"Between us {number}.") for number in range(3)][-1]
    for parent in (elsewhere.seq, 999):
        with pytest.raises(NotFound):
            say(mallory, room, "What did you say?", parent=parent)


def test_whoever_closed_their_account_says_nothing_more_over_a_line_that_is_open(room, ada):
    say(ada, room, "Before.")
    User.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(NotAllowed) as refusal:
        say(ada, room, "After.")
    assert refusal.value.code == "sign_in"


def test_the_first_unread_post_does_not_jump_back(room, ada):
    for seq in (5, 3):
        Participant.objects.read_up_to([Place(room.stream_id, room.pk, ada.pk, seq, session=None)])
    assert Participant.objects.get(room=room, person=ada).read_seq == 5


def test_many_posts_in_one_batch_do_not_pass_the_pace_of_a_minute(room, ada):
    pace = Pace([room], {ada.pk}, timezone.now())
    for _ in range(PER_MINUTE):
        pace.take(room, ada.pk)
    with pytest.raises(TooFast):
        pace.take(room, ada.pk)


def test_a_search_from_elsewhere_finds_nothing_in_a_room_of_others(room, members_room, ada):
    members_room.admit(ada)
    open_to_all, inside = say(ada, room, "Rain."), say(ada, members_room, "Rain.")
    assert list(Post.objects.shown_in([room])) == [open_to_all] != [inside]
