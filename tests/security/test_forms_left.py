"""A browser that goes back puts words into a form, and not the hidden fields that say what they were about."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FORM = re.compile(r"<form\b[^%>]*(?:{%.*?%}[^%>]*)*>.*?</form>", re.S)
# Which post, which wording, which question, whom, which state.
ABOUT = re.compile(r'name="(?:parent|answers|shown|replaces|seen|asked)"|\.seen }}')
# Titles of themes that a form of ours names among its fields; wordings that are changed beside what stands now.
BESIDE = {
    "asking/ask.html: speak-for-body", "invitations/invitations.html: invitations", "rooms/rewording.html",
    "desk/application.html: desk-describe",
}  # fmt: skip
WORDS = re.compile(r"<textarea|as_field_group|for field in")


def forms() -> dict[str, str]:
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        for drawn in FORM.findall(path.read_text()):
            door = re.search(r"url '([\w-]+)'", drawn.split("\n")[0])
            found[f"{path.relative_to(TEMPLATES)}: {door[1]}" if door else str(path.relative_to(TEMPLATES))] = drawn
    return found


LEFT = {
    name: drawn for name, drawn in forms().items() if WORDS.search(drawn) and (ABOUT.search(drawn) or name in BESIDE)
}


def test_the_forms_that_say_what_their_words_are_about_are_found():
    assert LEFT.keys() >= BESIDE | {
        "rooms/_composer.html: posts", "rooms/edit.html: revisions", "powers/names.html",
        "desk/application.html: desk-decision", "desk/_change.html: desk-change",
    }  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_what_mallory_changed_meanwhile_is_not_put_under_the_words_of_somebody_who_goes_back(name):
    opening = LEFT[name][: LEFT[name].index("{% csrf_token %}")]
    assert 'autocomplete="off"' in opening
    assert 'autocomplete="on"' not in LEFT[name]
