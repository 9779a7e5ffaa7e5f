"""Every string of the shared collection: posted, stored, shown and found again unchanged, or refused with a reason."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from dialogue.live.reading import read
from dialogue.live.refusals import Refusal
from dialogue.rooms.models import Post
from dialogue.rooms.publication import publish
from tests.people import draft, person
from tests.text.corpus import every_string
from tests.text.test_words import lined

SAFE = {"p", "br", "em", "strong", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr", "bdi"}

LONG_AGO = "2026-01-01T00:00:00Z"


class Tags(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attributes}


@pytest.mark.django_db
def test_whatever_is_said_stands_there_unchanged_or_is_refused_with_a_reason(room):
    speakers = [person(f"{chr(0x3B1 + number)}speaker Nr") for number in range(3)]
    texts = every_string()
    kept = 0
    for start in range(0, len(texts), 50):
        drafts = []
        for number, text in enumerate(texts[start : start + 50]):
            one = draft(speakers[number % 3], room, text)
            try:
                one.prepare()
            except Refusal as refusal:
                assert str(refusal.message), text
            else:
                drafts.append(one)
        for one, outcome in zip(drafts, publish(drafts), strict=True):
            assert isinstance(outcome, dict), (one.text, outcome)
            post = Post.objects.get(room=room, seq=outcome["seq"])
            assert post.text == lined(one.text)
            tags = Tags(post.html)
            assert tags.found <= SAFE and not {name for name in tags.attributes if name.startswith("on")}, post.text
            kept += 1
        # Only what was just said: all of them each time would leave thousands of dead rows within this transaction.
        Post.objects.exclude(at=LONG_AGO).update(at=LONG_AGO)
    room.stream.refresh_from_db()
    assert kept == room.stream.head > len(texts) * 0.9
    after = 0
    while frames := read(room.stream_id, after):
        after = frames[-1].seq
    assert after == kept and room.stream.broken_at() is None


@pytest.mark.django_db
def test_the_pages_that_show_hostile_words_hold_no_foreign_element(client, room, ada):
    hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "\u202egnp.exe\u202c",
        "</live-post>",
    ]
    drafts = [draft(ada, room, text) for text in hostile]
    for one in drafts:
        one.prepare()
    publish(drafts)
    page = client.get(reverse("room", args=[room.slug])).content.decode()
    assert (
        "<script>alert" not in page
        and "<img" not in page
        and "javascript:" not in page.replace("[x](javascript:alert(1))", "")
    )
    assert page.count("</live-post>") == page.count("<live-post")
