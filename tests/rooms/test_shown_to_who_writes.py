"""Words are published under what their author had before them: whatever was changed since, they read it first."""

import re
from itertools import pairwise
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse
from django.utils.translation import override

from dialogue.live.writer import Job, outcomes_of
from dialogue.rooms.models import Post, Room, Theme
from dialogue.rooms.publication import publish
from dialogue.rooms.rewording import Reworded
from tests.live.lines import Line
from tests.people import draft, say
from tests.rooms.test_same_key import meanwhile

EVIL = {"en": "Should they be expelled by force?", "fr": "Les expulser ?"}
YES = "Yes, without reservation."
HIDDEN = re.compile(r'name="shown" value="([0-9a-f]{16})"')
CHANGES = {
    "titles": EVIL, "questions": EVIL, "languages": ["en"], "source": "A record", "visibility": "members", "speakers": "mandated",
    "record": "kept",
}  # fmt: skip


def field(answer) -> str:
    return HIDDEN.search(answer.content.decode())[1]


def send(client, room, shown: str, **fields):
    return client.post(reverse("posts", args=[room.slug]), {"text": YES, "shown": shown, **fields})


@pytest.mark.parametrize("name", CHANGES)
def test_the_digits_are_others_for_whatever_stands_over_words_or_decides_who_reads_them(room, name):
    before, stood = room.shown(), getattr(room, name)
    assert re.fullmatch("[0-9a-f]{16}", before)
    setattr(room, name, CHANGES[name])
    room.save()
    found = Room.objects.get(pk=room.pk)
    assert found.shown() != before == found.shown(**{name: stood})


def test_another_theme_or_another_title_of_it_counts_as_well(room):
    before = room.shown()
    room.theme.titles = EVIL
    other = room.shown()
    room.theme = Theme(slug="other", titles=EVIL)
    assert len({before, other, room.shown()}) == 3


def test_the_form_of_before_gives_ada_her_words_and_the_question_of_now(client, room, ada):
    client.force_login(ada)
    address = reverse("room", args=["rain"])
    shown = field(client.get(address))
    room.reword({"questions": EVIL}, None)
    refused = send(client, room, shown)
    html = refused.content.decode()
    assert refused.status_code == 409 and not Post.objects.exists()
    assert f"its question “\u2068{EVIL['en']}\u2069”" in html and f">{YES}</textarea>" in html
    assert "Who can read: everyone." in html
    assert send(client, room, field(refused)).status_code == 302 and Post.objects.get().text == YES


def test_nothing_else_that_shows_the_form_again_takes_her_word_for_the_new_question(client, room, ada):
    """A preview says nothing of a change, and no other refusal does."""
    client.force_login(ada)
    shown = field(client.get(reverse("room", args=["rain"])))
    room.reword({"questions": EVIL}, None)
    looked = client.post(reverse("preview", args=["rain"]), {"text": YES, "shown": shown})
    empty = send(client, room, shown, text=" ")
    assert field(looked) == field(empty) == shown != room.shown()
    assert send(client, room, field(looked)).status_code == 409


def test_what_was_meant_for_members_is_not_said_to_everybody(client, room, ada):
    Room.objects.filter(pk=room.pk).update(visibility="members")
    room.admit(ada)
    client.force_login(ada)
    shown = field(client.get(reverse("room", args=["rain"])))
    Room.objects.filter(pk=room.pk).update(visibility="public")
    refused = send(client, room, shown)
    assert refused.status_code == 409 and "Who can read: everyone." in refused.content.decode()
    assert not Post.objects.exists()


def test_a_script_is_told_what_stands_there_in_her_language(client, room, ada):
    client.force_login(ada)
    shown = room.shown()
    room.reword({"questions": EVIL}, None)
    form, headers = {"text": YES, "shown": shown}, {"Accept": "application/json"}
    answer = client.post("/fr/rooms/rain/posts/", form, headers=headers)
    error = answer.json()["error"]
    assert answer.status_code == 409 and error["code"] == "reworded" and EVIL["fr"] in error["message"]
    assert error["shown"] == room.shown() and error["questions"] == EVIL and error["titles"] == room.titles


def test_each_of_a_batch_is_told_in_their_own_language_and_only_who_wrote_under_something_else(room, ada, bo):
    old = room.shown()
    room.reword({"questions": EVIL}, None)
    drafts = [
        draft(ada, room, "One.", shown=old),
        draft(bo, room, "Two.", shown=room.shown()),
        draft(bo, room, "Three."),
    ]
    refused, second, third = outcomes_of([Job(publish, each) for each in drafts])
    assert isinstance(refused, Reworded) and [second["seq"], third["seq"]] == [2, 3]
    for language in EVIL:
        with override(language):
            assert EVIL[language] in str(refused.message)


def test_what_was_published_stays_acknowledged_when_it_is_sent_again(client, room, ada, grace):
    client.force_login(ada)
    shown, key = room.shown(), str(uuid4())
    for _ in range(2):
        answer = send(client, room, shown, key=key)
        assert answer.status_code == 302 and Post.objects.get().text == YES
        room.reword({"questions": EVIL}, grace)


def test_a_theme_that_is_called_otherwise_stops_what_was_written_under_the_other_name(client, room, ada, grace):
    client.force_login(ada)
    shown = field(client.get(reverse("room", args=["rain"])))
    room.theme.reword({"titles": EVIL}, grace)
    refused = send(client, room, shown)
    assert refused.status_code == 409 and f"its theme “\u2068{EVIL['en']}\u2069”" in refused.content.decode()


def test_the_record_says_what_was_shown_and_what_is(room, ada, grace):
    say(ada, room, "Yes.")
    digits = [room.shown()]
    for what, words in (("room", {"questions": EVIL}), ("theme", {"titles": EVIL})):
        {"room": room, "theme": room.theme}[what].reword(words, grace)
        room = Room.objects.get(pk=room.pk)
        digits.append(room.shown())
    told = [event.data for event in room.stream.events.filter(kind="room.reworded").order_by("seq")]
    assert told == [{"was": was, "shown": now} for was, now in pairwise(digits)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_over_a_socket_she_is_told_and_sends_it_to_the_question_she_read(room, ada):
    shown, key = await sync_to_async(room.shown)(), str(uuid4())
    async with Line(room, ada) as hers:
        await sync_to_async(room.reword)({"questions": EVIL}, None)
        told = (await hers.hear("room.reworded"))["data"]
        await hers.send(do="post", key=key, text=YES, shown=shown)
        error = (await hers.hear("error", "ack"))["error"]
        assert error["code"] == "reworded" and error["questions"] == EVIL
        assert [told["was"], told["shown"]] == [shown, error["shown"]] and not await Post.objects.aexists()
        await hers.send(do="post", key=key, text=YES, shown=error["shown"])
        assert (await hers.hear("ack", "error"))["ack"] == key


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["room", "theme"])
def test_a_change_that_is_under_way_is_waited_for(room, ada, grace, what):
    """Her words come while a change is in its transaction: they are looked at after it."""
    job = Job(publish, draft(ada, room, YES, shown=room.shown()))
    changed = {"room": room, "theme": room.theme}[what]
    outcome = meanwhile(lambda: changed.reword({"titles": EVIL}, grace), lambda: outcomes_of([job]))
    assert isinstance(outcome[0], Reworded) and not Post.objects.exists()
