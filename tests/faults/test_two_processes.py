"""Two real web processes over one database and one Redis-compatible server, and what happens when parts of them die."""

import time
from uuid import uuid4

import pytest

from dialogue.rooms.models import Post
from forum.embedded import Embedded
from tests.live.lines import session_of
from tests.live.processes import servers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redis(tmp_path):
    with Embedded(tmp_path) as embedded:
        yield embedded


def test_people_on_two_processes_see_one_order_without_gap_or_double(room, ada, bo, redis):
    with servers(2, redis.url) as (one, two):
        hers, his = one.line(room, session_of(ada)), two.line(room, session_of(bo))
        for number in range(40):
            hers.send(do="post", text=f"Ada {number}")
            his.send(do="post", text=f"Bo {number}")
        for line in (hers, his):
            line.listen(lambda line=line: len(line.numbers) >= 80 and len(line.answers) == 40)
            assert line.numbers == list(range(1, 81))
            line.close()


def test_with_redis_gone_posts_still_arrive_within_two_seconds(room, ada, redis):
    with servers(2, redis.url) as (one, two):
        hers, guest = one.line(room, session_of(ada)), two.line(room)
        hers.send(do="post", text="With the bell.")
        guest.listen(lambda: guest.numbers == [1])
        redis.stop()
        for number in range(2, 5):
            sent = time.monotonic()
            hers.send(do="post", text="Without the bell.")
            guest.listen(lambda number=number: guest.numbers[-1] == number)
            assert time.monotonic() - sent < 2


def test_an_acknowledged_post_survives_the_death_of_its_process_and_a_retry_doubles_nothing(room, ada):
    with servers(2) as (one, two):
        session = session_of(ada)
        hers, guest = one.line(room, session), two.line(room)
        kept, lost = hers.send(do="post", text="Kept."), str(uuid4())
        hers.listen(lambda: kept in hers.answers)
        hers.send(do="post", key=lost, text="Sent into the crash.")
        one.kill()
        again = two.line(room, session, f"after={max(hers.numbers, default=0)}")
        for key, text in ((kept, "Kept."), (lost, "Sent into the crash.")):
            again.send(do="post", key=key, text=text)
        again.listen(lambda: {kept, lost} <= set(again.answers))
        assert again.answers[kept]["seq"] == 1 and again.answers[lost]["seq"] == 2
        guest.listen(lambda: guest.numbers == [1, 2])
        assert Post.objects.count() == 2


def test_a_restarted_process_gives_everyone_exactly_what_they_missed(room, ada):
    with servers(1) as (server,):
        session = session_of(ada)
        line = server.line(room, session)
        key = line.send(do="post", text="Before.")
        line.listen(lambda: line.numbers == [1] and key in line.answers)
        server.kill()
        server.start()
        back = server.line(room, session, "after=1")
        back.send(do="post", text="After.")
        back.listen(lambda: back.numbers == [2])
