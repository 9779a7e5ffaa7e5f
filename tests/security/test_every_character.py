"""Every character that a post may hold, in every form in which words leave the forum: whoever reads that form can read it."""

import csv
import json
from html.parser import HTMLParser
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils.feedgenerator import Atom1Feed

from accounts.readable import readable
from dialogue.live.frames import encode
from dialogue.text.markdown import plain, render
from dialogue.text.tables import table
from dialogue.text.words import LIMIT, clean

# Half of what a post holds.
PIECE = LIMIT // 2


def taken(points: list[str]) -> list[str]:
    """Those of these characters that `clean` lets through, as it leaves them."""
    try:
        return list(clean("a" + "".join(points)))[1:]
    except ValidationError:
        half = len(points) // 2
        return taken(points[:half]) + taken(points[half:]) if half else []


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Posts that hold all of them."""
    every = [chr(point) for point in range(0x110000)]
    kept = [point for start in range(0, len(every), PIECE) for point in taken(every[start : start + PIECE])]
    # All but the controls that end no line, halves of surrogate pairs and noncharacters.
    assert len(kept) == 0x110000 - 27 - 32 - 2048 - 66
    return ["a" + "".join(kept[start : start + PIECE]) for start in range(0, len(kept), PIECE)]


class Words(HTMLParser):
    said = ""

    def handle_data(self, data):
        self.said += data


def test_the_feed_of_a_room_stays_well_formed(texts):
    feed = Atom1Feed("Rain", "https://forum.example.org/", "Who pays?")
    for number, text in enumerate(texts):
        html = render(text)
        link = f"https://forum.example.org/{number}"
        feed.add_item(plain(html)[:80], link, html, author_name=text[-20:], unique_id=link)
    tree = ElementTree.fromstring(feed.writeString("utf-8"))
    assert len(tree.findall("{http://www.w3.org/2005/Atom}entry")) == len(texts)


def test_a_page_and_the_download_show_it(texts):
    for text in texts[:: max(1, len(texts) // 40)]:
        page, download = Words(), ElementTree.fromstring(f"<p>{readable([text])}</p>")
        page.feed(render(text))
        assert "".join(download.itertext()) == text
        assert page.said.strip()


def test_frames_json_and_tables_give_back_what_was_put_in(texts):
    for text in texts:
        assert json.loads(encode({"text": text})) == {"text": text}
        assert next(csv.reader(StringIO(table([[text, "end"]]).removeprefix("\ufeff"), newline=""))) == [text, "end"]
