"""What waited in a slow line or a stopped process does not undo what its author has done since: words, reactions, marks."""

import time
from uuid import uuid4

import pytest
from django.urls import reverse

from dialogue.live.refusals import Conflict, Refusal
from dialogue.rooms.models import Participant, Post, Reaction, TakenBack
from dialogue.rooms.models.participant import Place
from dialogue.rooms.models.reaction import Wish
from dialogue.rooms.revising import Edit, revise_one
from tests.people import edit, react, say


def now() -> int:
    return int(time.time() * 1000)


def change(who, post, text, replaces, key=None) -> Edit:
    place = post.room.stream_id, post.room_id, who.pk
    return Edit(*place, key or uuid4(), post.seq, text, replaces=replaces, session=None)


def wish(who, post, kind, **moments) -> Wish:
    return Wish(post.room.stream_id, post.room_id, who.pk, post.seq, kind, session=None, **moments)


def choose(who, post, kind, **moments) -> dict:
    return chosen([wish(who, post, kind, **moments)])[0]


def chosen(wishes) -> list[dict]:
    """What came of wishes that share a transaction; raises the first Refusal."""
    outcomes = Reaction.objects.express(wishes)
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            raise outcome
    return outcomes


def counts(post) -> dict:
    return Post.objects.get(pk=post.pk).counts


@pytest.fixture
def post(room, bo):
    return say(bo, room, "The first of May.")


# Words


def test_an_edit_that_waited_does_not_replace_the_words_said_since(room, bo, post):
    waited = change(bo, post, "What I meant at first.", post.seq)
    newer = revise_one(change(bo, post, "What I mean now.", post.seq))
    with pytest.raises(Conflict):
        revise_one(waited)
    post.refresh_from_db()
    assert post.text == "What I mean now." and post.wording == newer["seq"]
    assert room.stream.events.count() == 2


def test_an_edit_of_what_stands_is_taken_and_a_retry_of_it_too(bo, post):
    first = change(bo, post, "The second.", post.seq, uuid4())
    seq = revise_one(first)["seq"]
    revise_one(change(bo, post, "The third.", seq))
    assert revise_one(first)["seq"] == seq
    post.refresh_from_db()
    assert post.text == "The third."


def test_who_does_not_say_what_they_saw_replaces_what_stands(bo, post):
    edit(bo, post, "The second.")
    edit(bo, post, "The third.")
    post.refresh_from_db()
    assert post.text == "The third."


def test_a_form_that_is_too_late_comes_back_with_both_texts_and_can_be_sent_again(client, room, bo, post):
    client.force_login(bo)
    address = reverse("edit", args=[room.slug, post.seq]), reverse("revisions", args=[room.slug, post.seq])
    form = client.get(address[0]).content.decode()
    assert f'name="replaces" value="{post.seq}"' in form
    edit(bo, post, "Said on the telephone.")
    answer = client.post(address[1], {"text": "Written at the desk.", "replaces": post.seq, "key": str(uuid4())})
    page, again = answer.content.decode(), Post.objects.get(pk=post.pk)
    assert answer.status_code == 409 and again.text == "Said on the telephone."
    assert "Said on the telephone." in page and "Written at the desk." in page
    assert f'name="replaces" value="{again.wording}"' in page
    sent = {"text": "Written at the desk.", "replaces": again.wording, "key": str(uuid4())}
    assert client.post(address[1], sent).status_code == 302
    assert Post.objects.get(pk=post.pk).text == "Written at the desk."


def test_a_form_that_is_too_late_shows_nobody_elses_words(client, room, ada, bo, mallory, post, grace):
    """Her key was used for other words, so it is a conflict before it is known whose post it is."""
    key = uuid4()
    say(mallory, room, "Mine.", key=key)
    post.hide(grace)
    client.force_login(mallory)
    sent = {"text": "Other.", "replaces": post.seq, "key": str(key)}
    answer = client.post(reverse("revisions", args=[room.slug, post.seq]), sent)
    assert answer.status_code == 403 and "The first of May." not in answer.content.decode()


# Reactions


@pytest.mark.parametrize("later", ["disagree", None])
@pytest.mark.parametrize("together", [False, True])
def test_the_choice_pressed_later_stands_in_whatever_order_they_arrive(ada, post, later, together):
    began = now() - 5000
    choose(ada, post, "solidarity", pressed=began)
    first, second = wish(ada, post, "agree", pressed=began + 1), wish(ada, post, later, pressed=began + 2)
    outcomes = Reaction.objects.express([second, first]) if together else [*chosen([second]), None]
    if together:
        assert isinstance(outcomes[1], Conflict)
    else:
        with pytest.raises(Conflict):
            chosen([first])
    assert counts(post) == ({later: 1} if later else {})


def test_two_presses_in_two_tabs_that_know_nothing_of_each_other_both_count_in_their_order(ada, post):
    start = now() - 5000
    for place, kind in enumerate(["agree", "disagree", None, "agree"]):
        choose(ada, post, kind, pressed=start + place)
        assert counts(post) == ({kind: 1} if kind else {})


def test_a_telephone_that_was_without_a_line_does_not_bring_back_what_was_taken_back_at_the_desk(ada, post):
    react(ada, post, "agree")
    before = now() - 60_000
    choose(ada, post, None, pressed=now())
    with pytest.raises(Conflict):
        choose(ada, post, "solidarity", pressed=before)
    assert counts(post) == {} and not Reaction.objects.exists()


def test_a_clock_that_is_ahead_does_not_rule_for_an_hour(ada, post):
    choose(ada, post, "agree", pressed=now() + 3_600_000)
    choose(ada, post, "disagree", pressed=now() + 5)
    assert counts(post) == {"disagree": 1}


def test_a_choice_of_one_person_is_not_older_than_anothers_nor_than_one_of_another_post(room, ada, bo, post):
    other = say(bo, room, "The second of May.")
    choose(bo, post, "agree", pressed=now())
    choose(ada, other, "agree", pressed=now())
    choose(ada, post, "disagree", pressed=now() - 60_000)
    assert counts(post) == {"agree": 1, "disagree": 1}


def test_who_cannot_say_when_they_pressed_chooses_when_it_arrives(ada, post):
    choose(ada, post, "agree", pressed=now())
    react(ada, post, "disagree")
    assert counts(post) == {"disagree": 1}
    with pytest.raises(Conflict):
        choose(ada, post, "agree", pressed=now() - 10_000)


def test_a_form_without_a_script_is_refused_in_words_when_its_page_is_too_old(client, room, ada, post):
    client.force_login(ada)
    address = reverse("reaction", args=[room.slug, post.seq])
    for name, about in (("acts", [room.slug, post.seq]), ("room", [room.slug])):
        page = client.get(reverse(name, args=about))
        assert f'name="seen" value="{page.context["seen"]}"' in page.content.decode()
    # Not in the same millisecond: nobody presses so soon.
    seen = page.context["seen"] - 1
    assert client.post(address, {"kind": "agree", "seen": seen}).status_code == 302
    assert client.post(address, {"kind": "agree", "seen": seen}).status_code == 302, "pressed twice"
    answer = client.post(address, {"kind": "disagree", "seen": seen})
    assert answer.status_code == 409 and "You have chosen again since" in answer.content.decode()
    assert counts(post) == {"agree": 1}
    seen = client.get(reverse("room", args=[room.slug])).context["seen"]
    assert client.post(address, {"kind": "disagree", "seen": seen}).status_code == 302
    assert counts(post) == {"disagree": 1}


def test_when_somebody_leaves_nothing_says_what_they_took_back(ada, post):
    from dialogue.rooms.holdings import erase_reactions, reactions

    react(ada, post, "agree")
    react(ada, post, None)
    (held,) = reactions(ada)
    assert held["post__seq"] == post.seq and held["at"]
    erase_reactions(ada)
    assert not TakenBack.objects.exists()


# Marks


def test_a_mark_of_what_was_read_goes_forward_only(room, ada, post):
    for seq in (1, 0):
        Participant.objects.read_up_to([Place(room.stream_id, room.pk, ada.pk, seq, session=None)])
    assert Participant.objects.get(room=room, person=ada).read_seq == 1
