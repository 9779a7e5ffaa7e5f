"""What people read is in the words of docs/terms.md: none that was given up there comes back."""

import re

import pytest
from django.conf import settings

from forum import catalogues

# Tags, what Django fills in, and what browsers do not show.
UNSEEN = re.compile(
    r"(?s)\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>"
)
COMMENT = re.compile(r"(?s)/\*.*?\*/|^\s*//[^\n]*", re.MULTILINE)
# A sentence, or at least two words: one word alone is a name in the code.
SENTENCE = re.compile(r"""(["'`])((?:(?!\1|[\n\\]).)*\w \w(?:(?!\1|[\n\\]).)*)\1""")


def retired() -> list[tuple[re.Pattern, str]]:
    """(what must not come back, what is said instead) of docs/terms.md."""
    page = (settings.BASE_DIR / "docs" / "terms.md").read_text()
    lines = page.split("## Retired")[1].split("```")[1].strip().splitlines()
    return [(re.compile(old, re.IGNORECASE), new) for old, new in (line.split(" → ") for line in lines)]


def translated() -> list[str]:
    """Every text that is translated, without what the forum fills in; that a catalogue has them all, tests/test_catalogues.py knows."""
    texts = [message.id for message in catalogues.read("fr") if message.id]
    forms = [form for text in texts for form in ([text] if isinstance(text, str) else text)]
    return [re.sub(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>", "", form) for form in forms]


def shown() -> list[str]:
    """The text that stands in templates and scripts themselves."""
    pages = sorted((settings.BASE_DIR / "templates").rglob("*.*"))
    scripts = sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))
    texts = [" ".join(UNSEEN.sub(" ", path.read_text()).split()) for path in pages]
    return texts + [found[2] for path in scripts for found in SENTENCE.finditer(COMMENT.sub("", path.read_text()))]


@pytest.mark.parametrize("texts", [translated, shown])
def test_people_read_no_word_that_was_given_up(texts):
    given_up = retired()
    found = [(old.search(text)[0], new, text) for text in texts() for old, new in given_up if old.search(text)]
    assert not found


def test_what_was_given_up_would_be_found():
    olds = "\n".join(old.pattern for old, _ in retired())
    assert len(retired()) > 20 and "accredit" in olds
    for sentence in ("Speak for a body", "What was said here", "You are told by mail", "Nobody has spoken yet"):
        assert any(old.search(sentence) for old, _ in retired()), sentence
