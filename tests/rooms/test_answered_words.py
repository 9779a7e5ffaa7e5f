"""Nobody is made to have answered words they never read: a reply names the wording of the post that it answers."""

import re
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse
from django.utils.translation import override

from dialogue.live.writer import Job, outcomes_of
from dialogue.rooms.models import Post
from dialogue.rooms.publication import publish
from dialogue.rooms.rewording import ParentChanged
from tests.live.lines import Line
from tests.people import draft, edit, say
from tests.rooms.test_drawing import row
from tests.rooms.test_same_key import meanwhile

ASKED, EVIL = "Does your government condemn violence?", "Does your government support expelling people by force?"
YES = "Yes, without any reservation."
HIDDEN = re.compile(r'name="answers" value="(\d*)"')
QUIET = "The post this replies to was edited since."


@pytest.fixture
def asked(room, mallory):
    return say(mallory, room, ASKED)


def answers(response) -> str:
    return HIDDEN.search(response.content.decode())[1]


def send(client, post, named, **fields):
    fields = {"text": YES, "parent": post.seq, "answers": named, **fields}
    return client.post(reverse("posts", args=[post.room.slug]), fields)


def replies(post) -> list[str]:
    return list(post.answers.values_list("text", flat=True))


def quiet(who, room, seq: int) -> bool:
    """Whether the row says that what it answers was changed."""
    return "hidden" not in re.search(r'data-slot="parent-changed"([^>]*)>' + QUIET, row(who, room, seq))[1]


@pytest.mark.parametrize("page", ["thread", "room"])
def test_a_question_that_is_changed_under_her_pen_gets_no_answer_before_ada_has_read_it(
    client, asked, ada, mallory, page
):
    client.force_login(ada)
    named = answers(
        client.get(reverse(page, args=["rain", *([asked.seq] if page == "thread" else [])]), {"reply": asked.seq})
    )
    assert named == str(asked.seq)
    edit(mallory, asked, EVIL)
    refused = send(client, asked, named)
    html = refused.content.decode()
    assert refused.status_code == 409 and not replies(asked)
    assert f"It now says: “\u2068{EVIL}\u2069”" in html and f">{YES}</textarea>" in html
    assert send(client, asked, answers(refused)).status_code == 302 and replies(asked) == [YES]


def test_nothing_else_that_shows_the_form_again_takes_her_word_for_the_new_words(client, asked, ada, mallory):
    client.force_login(ada)
    edit(mallory, asked, EVIL)
    preview = {"text": YES, "parent": asked.seq, "answers": asked.seq}
    looked = client.post(reverse("preview", args=["rain"]), preview)
    empty = send(client, asked, asked.seq, text=" ")
    assert answers(looked) == answers(empty) == str(asked.seq)
    assert send(client, asked, answers(looked)).status_code == 409


def test_a_script_is_told_the_new_words_and_their_number(client, asked, ada, mallory):
    client.force_login(ada)
    number = edit(mallory, asked, EVIL)["seq"]
    form = {"text": YES, "parent": asked.seq, "answers": asked.seq}
    answer = client.post("/fr/rooms/rain/posts/", form, headers={"Accept": "application/json"})
    error = answer.json()["error"]
    assert answer.status_code == 409 and error["code"] == "parent_changed"
    assert error["answers"] == number and EVIL in error["message"]


def test_of_a_batch_only_who_answers_the_former_words_is_stopped(room, asked, ada, bo, mallory):
    number = edit(mallory, asked, EVIL)["seq"]
    named = (asked.seq, number, None)
    drafts = [
        draft(who, room, f"{YES} {each}", parent=asked.seq, answers=each)
        for who, each in zip((ada, bo, bo), named, strict=True)
    ]
    refused, second, third = outcomes_of([Job(publish, each) for each in drafts])
    assert isinstance(refused, ParentChanged) and [second["seq"], third["seq"]] == [number + 1, number + 2]
    for language in ("en", "fr"):
        with override(language):
            assert EVIL in str(refused.message)


def test_what_was_published_stays_acknowledged_when_it_is_sent_again(client, asked, ada, mallory):
    client.force_login(ada)
    key = str(uuid4())
    for _ in range(2):
        assert send(client, asked, asked.seq, key=key).status_code == 302 and replies(asked) == [YES]
        edit(mallory, asked, EVIL)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_under_way_is_waited_for(room, asked, ada, mallory):
    job = Job(publish, draft(ada, room, YES, parent=asked.seq, answers=asked.seq))
    outcome = meanwhile(lambda: edit(mallory, asked, EVIL), lambda: outcomes_of([job]))
    assert isinstance(outcome[0], ParentChanged) and not replies(asked)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_over_a_socket_she_is_told_and_answers_what_she_read(room, asked, ada, mallory):
    key = str(uuid4())
    async with Line(room, ada) as hers:
        await sync_to_async(edit)(mallory, asked, EVIL)
        number = (await hers.hear("post.edited"))["data"]["wording"]
        words = {"do": "post", "key": key, "text": YES, "parent": asked.seq}
        await hers.send(**words, answers=asked.seq)
        error = (await hers.hear("error", "ack"))["error"]
        assert (error["code"], error["answers"]) == ("parent_changed", number)
        assert not await Post.objects.filter(text=YES).aexists()
        await hers.send(**words, answers=number)
        assert (await hers.hear("ack", "error"))["ack"] == key


def test_a_reply_to_words_that_were_changed_afterwards_says_so_and_one_to_the_new_words_does_not(
    client, room, asked, ada, bo, mallory
):
    before = say(ada, room, YES, parent=asked.seq)
    assert not quiet(None, room, before.seq)
    edit(mallory, asked, EVIL)
    after = say(bo, room, "No, never.", parent=asked.seq)
    for reader in (None, ada, bo):
        assert [quiet(reader, room, seq) for seq in (asked.seq, before.seq, after.seq)] == [False, True, False]
    listed = client.get(reverse("posts-json", args=["rain"])).json()["posts"]
    assert [each["parent_changed"] for each in listed] == [False, True, False]
    thread = client.get(reverse("thread", args=["rain", asked.seq])).content.decode()
    assert len(re.findall(rf'data-slot="parent-changed">{QUIET}', thread)) == 1


def test_who_changes_their_words_is_told_the_truth_about_who_reads_the_former_ones(client, asked, ada, mallory):
    client.force_login(mallory)
    html = client.get(reverse("edit", args=["rain", asked.seq])).content.decode()
    assert "only you and moderators can read the earlier version" in html
