"""Pages travel compressed; what is made for one person changes its length, and what is sent as it happens stays as it is."""

import gzip

import brotli
import pytest
from django.http import StreamingHttpResponse
from django.urls import reverse

from forum.middleware import CompressionMiddleware
from tests.people import say

pytestmark = pytest.mark.django_db
BOTH = {"accept-encoding": "gzip, br"}


@pytest.fixture
def debate(room, ada):
    for number in range(20):
        say(ada, room, f"Number {number}, about the rain.")
    return reverse("room", args=[room.slug])


def test_a_guest_gets_brotli_and_a_tenth_of_the_bytes(client, debate):
    plain, small = client.get(debate), client.get(debate, headers=BOTH)
    assert small["Content-Encoding"] == "br" and "Accept-Encoding" in small["Vary"]
    assert len(small.content) * 6 < len(plain.content) and small["Content-Length"] == str(len(small.content))
    assert b"about the rain" in brotli.decompress(small.content)


@pytest.mark.parametrize("wanted", ["br;q=0", "brx", "gzip;q=0, br;q=0.000", "identity"])
def test_who_says_they_cannot_read_it_gets_the_page_as_it_is(client, debate, wanted):
    assert not client.get(debate, headers={"Accept-Encoding": wanted}).has_header("Content-Encoding")


def test_a_signed_in_page_never_has_the_same_length_for_long(client, debate, ada):
    client.force_login(ada)
    answers = [client.get(reverse("about"), headers=BOTH) for _ in range(12)]
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert b"Ada Mensah" in gzip.decompress(answers[0].content)
    assert len({len(answer.content) for answer in answers}) > 3


def test_what_is_sent_as_it_happens_is_left_alone(rf):
    answer = StreamingHttpResponse(iter(["data: now\n\n" * 100]), content_type="text/event-stream")
    out = CompressionMiddleware(lambda request: answer)(rf.get("/", headers=BOTH))
    assert out is answer and not out.has_header("Content-Encoding")


def test_what_has_not_changed_is_not_sent_again(client, debate):
    first = client.get(reverse("feed", args=["rain"]), headers=BOTH)
    assert first["ETag"].startswith('W/"')
    again = client.get(reverse("feed", args=["rain"]), headers=BOTH | {"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
