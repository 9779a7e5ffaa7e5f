"""The database answers and takes nothing: no new visitors come, and whoever is here goes on reading."""

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from dialogue.live import threads, trial
from forum import health, readiness
from tests.forum.probe import ask
from tests.forum.test_health import READY, not_ready, told, until_told
from tests.live.lines import Line
from tests.patience import promised
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]
POSTGRES = connection.vendor == "postgresql"
READ_ONLY = (
    {"options": " -c default_transaction_read_only=on"} if POSTGRES else {"init_command": "PRAGMA query_only=ON;"}
)
NO_ROOM = {"options": " -c temp_file_limit=0"}


@pytest.fixture(autouse=True)
def _a_process_that_just_started(monkeypatch):
    monkeypatch.setattr(health, "READINESS", readiness.Readiness())


def let_go_of_all_connections() -> None:
    threads.close_connections()
    connections.close_all()
    if POSTGRES:
        connection.close_pool()


@pytest.fixture
async def sessions(monkeypatch):
    """Opens new sessions with the database, which have these options beside the usual ones."""
    usual = connection.settings_dict["OPTIONS"]

    async def open_anew(**more: str) -> None:
        monkeypatch.setitem(
            connection.settings_dict,
            "OPTIONS",
            usual | {name: usual.get(name, "") + words for name, words in more.items()},
        )
        await sync_to_async(let_go_of_all_connections)()

    yield open_anew
    await open_anew()


async def test_it_is_not_ready_while_only_reading_is_allowed_and_ready_again_at_once(sessions):
    assert await told() == READY
    await sessions(**READ_ONLY)
    await until_told(not_ready("writing"))
    await sessions()
    await until_told(READY, promised(3))


async def test_pages_and_lines_go_on_while_only_reading_is_allowed(room, ada, sessions):
    await sync_to_async(say)(ada, room, "Said before.")
    async with Line(room) as before:
        await sessions(**READ_ONLY)
        await until_told(not_ready("writing"))
        page = await ask(f"/rooms/{room.slug}/", headers={"Host": "127.0.0.1:8000"})
        assert page.status == 200 and b"Said before." in page.body
        async with Line(room, query="after=0") as guest:
            assert (await guest.hear("post.said"))["seq"] == 1
        await sessions()
        await sync_to_async(say)(ada, room, "Said behind it.")
        assert (await before.hear("post.said"))["seq"] == 2


async def test_it_is_not_ready_while_what_is_written_fails_and_ready_again_at_once(refuse):
    assert await told() == READY
    await sync_to_async(refuse)("limits_cached")
    await until_told(not_ready("writing"))
    await sync_to_async(refuse.no_more)()
    await until_told(READY, promised(3))


@pytest.mark.skipif(not POSTGRES, reason="SQLite writes each trial into its own log, and finds no room by itself")
async def test_it_is_not_ready_while_there_is_no_room_on_the_disk(sessions):
    assert await told() == READY
    await sessions(**NO_ROOM)
    await until_told(not_ready("writing"))
    await sessions()
    await until_told(READY, promised(3))


async def test_probes_are_many_and_what_they_write_is_little(monkeypatch):
    writes = []
    monkeypatch.setattr(trial, "write", lambda: writes.append(1))
    monkeypatch.setattr(readiness, "FRESH", 0.0)
    assert [await told() for _ in range(20)] == [READY] * 20
    assert len(writes) == 1
