"""Another question over an open page: whoever reads or writes there sees it, and where it changed, without loading anything."""

import subprocess
import sys

from tests.browser.conftest import ROOT
from tests.browser.test_room import enter, heard, say

QUIET = "/en/rooms/a-square-for-everyone/"
SILENT = "/en/rooms/nothing-said-yet/"
OPEN_SILENT = """
from dialogue.rooms.models import Room
room = Room.objects.get(slug="a-square-for-everyone")
words = {"titles": {"en": "Aid"}, "questions": {"en": "Do you support aid?"}}
Room.objects.create(slug="nothing-said-yet", theme=room.theme, languages=["en"], **words)
"""
OPEN_OTHER = OPEN_SILENT.replace("nothing-said-yet", "nothing-said-here")
REWORD_SILENT = """
from dialogue.rooms.models import Room
Room.objects.get(slug="nothing-said-yet").reword({"questions": {"en": "Do you support expelling them by force?"}}, None)
"""
REWORD = """
from dialogue.rooms.models import Room
Room.objects.get(slug="a-square-for-everyone").reword({"titles": {"en": "Borders"}, "questions": {"en": "Who may <b>stay</b>?"}}, None)
"""
CHANGE_POST = """
from uuid import uuid4
from dialogue.rooms.models import Post
from dialogue.rooms.revising import Edit, revise_one
post = Post.objects.filter(text__contains="on the test").last()
revise_one(Edit(post.room.stream_id, post.room_id, post.author_id, uuid4(), post.seq, {text!r}, session=None))
"""


def done(forum, words: str) -> None:
    """By the verbs, past this process."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", words]
    subprocess.run(command, cwd=ROOT, env=forum.environment, check=True, capture_output=True)


def test_an_open_page_shows_the_new_question_and_where_it_changed(visitor, forum):
    marisol = enter(visitor("Marisol"), QUIET)
    before = marisol.locator("#question > [data-worded=question]").inner_text()
    say(marisol, "Yes, to the question I see.")
    heard(marisol, "Yes, to the question I see.")
    # As when a second administrator confirms it.
    done(forum, REWORD)
    # In this room other questions may have been asked before.
    line = marisol.locator("live-post + p.turn", has_text="Who may <b>stay</b>?")
    line.wait_for()
    assert f"The question was changed from “\u2068{before}\u2069" in line.inner_text()
    assert marisol.locator("#question > [data-worded=question]").inner_text() == "Who may <b>stay</b>?"
    assert marisol.locator(".bar__name").text_content() == "Borders" and marisol.title().startswith("Borders")
    say(marisol, "And no to this one.")
    row = heard(marisol, "And no to this one.")
    assert row.evaluate("row => row.previousElementSibling.matches('.turn')")
    shown = line.inner_text()
    enter(marisol, QUIET)
    assert line.inner_text() == shown
    assert not marisol.problems


def test_words_that_wait_without_a_line_are_said_to_no_question_but_the_one_they_answered(visitor, forum):
    """Nobody has spoken yet, so that one person may change all of it; Grace reads along and sees what is published."""
    done(forum, OPEN_SILENT)
    marisol, grace = enter(visitor("Marisol"), SILENT), enter(visitor("Grace"), SILENT)
    marisol.context.set_offline(True)
    say(marisol, "Yes, without any reservation.")
    waiting = marisol.locator("[data-pending]", has_text="Yes, without any reservation.")
    waiting.wait_for()
    done(forum, REWORD_SILENT)
    grace.locator("#question > [data-worded=question]", has_text="expelling").wait_for()
    marisol.context.set_offline(False)
    marisol.locator("[data-pending]", has_text="This room changed while you were writing").wait_for()
    assert "expelling them by force" in waiting.inner_text() and "Yes, without" in waiting.inner_text()
    assert "expelling" in marisol.locator("#question > [data-worded=question]").inner_text()
    say(marisol, "No, never.")
    heard(grace, "No, never.")
    assert grace.locator(".stream > live-post").count() == 1
    waiting.get_by_role("button", name="Try again").click()
    heard(grace, "Yes, without any reservation.")
    assert not grace.problems


def test_nobody_is_made_to_answer_what_an_author_put_there_while_they_wrote(visitor, forum):
    marisol, grace = enter(visitor("Marisol"), QUIET), enter(visitor("Grace"), QUIET)
    say(marisol, "Do you condemn violence, on the test?")
    question = heard(grace, "Do you condemn violence, on the test?")
    question.locator("[data-slot=reply]").click()
    grace.locator("#say-text").press_sequentially("Yes, without reservation.")
    done(forum, CHANGE_POST.format(text="Do you support expelling them, on the test?"))
    question = heard(grace, "Do you support expelling them, on the test?")
    grace.locator("#say-text").press("Control+Enter")
    waiting = grace.locator(
        "[data-pending]", has_text="It now says: “\u2068Do you support expelling them, on the test?\u2069”"
    )
    waiting.wait_for()
    assert marisol.locator(".stream > live-post", has_text="Yes, without reservation.").count() == 0
    waiting.get_by_role("button", name="Try again").click()
    answer = heard(grace, "Yes, without reservation.")
    quiet = answer.get_by_text("The post this replies to was edited since.")
    assert not quiet.is_visible()
    done(forum, CHANGE_POST.format(text="Once more something else, on the test."))
    quiet.wait_for()
    enter(grace, QUIET)
    quiet.wait_for()
    assert not grace.problems


def test_what_was_begun_under_one_question_is_said_to_another_only_when_its_author_says_so(visitor, forum):
    """The page shows the new question by itself; whoever looks at the keys does not see it. Loaded again, the words stay."""
    done(forum, OPEN_OTHER)
    other, told = (
        SILENT.replace("yet", "here"),
        "The question changed while you were writing. Read it above, then press Post again.",
    )
    marisol, grace = enter(visitor("Marisol"), other), enter(visitor("Grace"), other)
    for page, words in ((marisol, "Yes, without any reservation."), (grace, "Of course.")):
        page.locator("#say-text").press_sequentially(words)
    done(forum, REWORD_SILENT.replace("yet", "here"))
    for page in (marisol, grace):
        page.locator("#question > [data-worded=question]", has_text="expelling").wait_for()
    enter(grace, other)
    for page in (marisol, grace):
        page.locator("#say-text").press_sequentially(" I say.")
        page.keyboard.press("Control+Enter")
        page.locator("[data-slot=error]", has_text=told).wait_for()
    assert marisol.input_value("#say-text") == "Yes, without any reservation. I say."
    assert not marisol.locator(".stream > live-post").count()
    marisol.locator("[data-slot=send]").click()
    heard(grace, "Yes, without any reservation. I say.")
    assert not marisol.locator("[data-slot=error]").is_visible()
    say(marisol, "Begun under the new one.")
    heard(grace, "Begun under the new one.")
    assert grace.locator(".stream > live-post").count() == 2 and not marisol.problems and not grace.problems


OPEN_UNHEARD = OPEN_SILENT.replace("nothing-said-yet", "nobody-heard-yet")
ACTS = """
from accounts.models import User
from dialogue.rooms.models import Post
Post.objects.get(text={text!r}).{act}(User.objects.filter(is_staff=True).first())
"""
VOICES = """[...document.querySelectorAll("[data-slot=voices-key] li, [data-slot=not-heard], svg.voices rect")].map(each =>
    each.getAttribute("width") ?? each.innerText).concat(document.querySelector("svg.voices").hasAttribute("hidden"))"""


def voices(page) -> list:
    return page.evaluate(VOICES)


def test_the_voices_beside_an_open_debate_are_those_that_a_reload_shows(visitor, forum):
    done(forum, OPEN_UNHEARD)
    unheard = "/en/rooms/nobody-heard-yet/"
    marisol, grace, reader = (enter(visitor(name), unheard) for name in ("Marisol", "Grace", ""))
    shown = [voices(reader)]
    for who, text in ((marisol, "One voice."), (marisol, "One voice, twice."), (grace, "Another voice.")):
        say(who, text)
        heard(reader, text)
        shown.append(voices(reader))
    done(forum, ACTS.format(text="Another voice.", act="hide"))
    reader.locator(".stream > live-post[data-state=hidden]").wait_for()
    shown.append(voices(reader))
    done(forum, ACTS.format(text="Another voice.", act="restore"))
    reader.locator(".stream > live-post[data-state=shown]", has_text="Another voice.").wait_for()
    shown.append(voices(reader))
    unspoken, one, twice, two, hidden, restored = shown
    assert unspoken != one != twice != two and (hidden, restored) == (twice, two)
    assert voices(enter(reader, unheard)) == restored
    assert not reader.problems
