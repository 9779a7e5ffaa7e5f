"""Another question over an open page: whoever reads or writes there sees it, and where it changed, without loading anything."""

import subprocess
import sys

from tests.browser.conftest import ROOT
from tests.browser.test_room import enter, heard, say

QUIET = "/en/rooms/a-square-for-everyone/"
REWORD = """
from dialogue.rooms.models import Room
Room.objects.get(slug="a-square-for-everyone").reword({"titles": {"en": "Borders"}, "questions": {"en": "Who may <b>stay</b>?"}}, None)
"""


def reworded(forum) -> None:
    """As when a second administrator confirms it."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", REWORD]
    subprocess.run(command, cwd=ROOT, env=forum.environment, check=True, capture_output=True)


def test_an_open_page_shows_the_new_question_and_where_it_changed(visitor, forum):
    marisol = enter(visitor("Marisol"), QUIET)
    before = marisol.locator("[data-worded=question]").inner_text()
    say(marisol, "Yes, to the question I see.")
    heard(marisol, "Yes, to the question I see.")
    reworded(forum)
    line = marisol.locator("live-post + p.turn", has_text="The question was changed")
    line.wait_for()
    assert before in line.inner_text() and "Who may <b>stay</b>?" in line.inner_text()
    assert marisol.locator("[data-worded=question]").inner_text() == "Who may <b>stay</b>?"
    assert marisol.locator("h1").inner_text() == "Borders" and marisol.title().startswith("Borders")
    say(marisol, "And no to this one.")
    row = heard(marisol, "And no to this one.")
    assert row.evaluate("row => row.previousElementSibling.matches('.turn')")
    shown = line.inner_text()
    enter(marisol, QUIET)
    assert marisol.locator("live-post + p.turn", has_text="The question was changed").inner_text() == shown
    assert not marisol.problems
