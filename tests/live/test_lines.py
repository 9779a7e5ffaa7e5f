"""So many lines, and no more: of one person, and of guests from one network, over sockets and streams together."""

import asyncio
import gc

import pytest
from asgiref.sync import sync_to_async

from dialogue.limits.networks import networks_of
from dialogue.live.hub import Hub
from dialogue.live.lines import WIDER, Lines
from tests.live.lines import Line, session_of
from tests.live.test_sse import Listener
from tests.patience import soon

HALL, ELSEWHERE = "203.0.113.5", "198.51.100.7"


def test_a_network_is_as_wide_as_what_one_person_may_have_of_it():
    assert networks_of(HALL) == networks_of(f"::ffff:{HALL}") == [HALL]
    assert networks_of("2001:db8:1:2::3") == ["2001:db8:1:2::/64", "2001:db8:1::/48"]
    assert networks_of("127.0.0.1") == networks_of("::1") == networks_of("") == networks_of("a, b") == []


def test_a_hall_of_four_hundred_gets_in_and_eight_hundred_more_from_one_address_do_not():
    lines = Lines()
    hall = [lines.take(None, HALL) for _ in range(400)]
    assert all(hall)
    more = [lines.take(None, HALL) for _ in range(800)]
    assert sum(map(bool, more)) == 600 and lines.take(None, ELSEWHERE) and lines.take(7, HALL)


def test_whoever_has_all_addresses_of_a_network_has_one_network(settings):
    settings.GUEST_LINES = 3
    lines = Lines()
    assert sum(bool(lines.take(None, f"2001:db8:1:2::{number:x}")) for number in range(50)) == 3
    assert sum(bool(lines.take(None, f"2001:db8:1:{number:x}::1")) for number in range(3, 99)) == 3 * WIDER - 3
    assert lines.take(None, "2001:db8:9::1")


def test_what_is_given_back_is_free_again_and_leaves_nothing_behind(settings):
    settings.GUEST_LINES = 1
    lines = Lines()
    for who in ((None, HALL), (None, "2001:db8::1"), (7, HALL)):
        taken = lines.take(*who)
        lines.give_back(taken)
        assert lines.take(*who) and not lines.give_back(taken)
    assert not lines.open


def test_an_operator_may_have_no_such_limit(settings):
    settings.GUEST_LINES = 0
    lines = Lines()
    assert all(lines.take(None, HALL) is not None for _ in range(5_000))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
class TestLive:
    async def test_sockets_and_streams_of_one_person_count_together(self, room, ada, monkeypatch):
        monkeypatch.setattr("dialogue.live.lines.LINES_EACH", 2)
        session = await sync_to_async(session_of)(ada)
        async with Line(room, ada), Listener(room, session) as stream:
            await stream.hear(1)
            async with Listener(room, session) as third:
                assert third.response.status_code == 429 and "Retry-After" in third.response
            async with Line(room, ada) as fourth:
                assert (await fourth.hear("closed"))["closed"] == 4029
        async with Line(room, ada) as again:
            assert (await again.hear("welcome"))["data"]["you"]

    async def test_guests_of_one_network_do_too_and_others_get_in(self, room, ada, settings):
        settings.GUEST_LINES = 2
        async with Line(room, address=HALL), Listener(room, address=HALL) as stream:
            await stream.hear(1)
            async with Line(room, address=HALL) as third:
                assert (await third.hear("closed"))["closed"] == 4029
            async with Listener(room, address=HALL) as fourth:
                assert fourth.response.status_code == 429
            async with Line(room, address=ELSEWHERE) as other, Line(room, ada, address=HALL) as hers:
                assert await other.hear("welcome") and await hers.hear("welcome")
                await hers.say("All hear it.")
                assert any(frame.get("seq") == 1 for frame in await stream.hear(until="1.0"))
        # A server keeps no answer that is over; those of the test client hold themselves.
        del stream, fourth
        gc.collect()
        await soon(lambda: not Hub.here().lines.open)

    async def test_streams_that_come_at_the_same_moment_are_counted_one_by_one(self, room, settings):
        settings.GUEST_LINES = 2
        answers = await asyncio.gather(*(Listener(room, address=HALL).asking for _ in range(6)))
        begun = [aiter(answer) for answer in answers if answer.status_code == 200]
        first = [await anext(body) for body in begun]
        assert sum(b"welcome" in words for words in first) == 2
        assert all(b"4029" in words for words in first if b"welcome" not in words)
        for body in begun:
            await body.aclose()
