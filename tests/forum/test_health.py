"""What a prober is told: the truth, quickly, and nothing else."""

import asyncio
import json
import logging
import os
import signal
import threading
import time
from urllib.parse import urlsplit

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from dialogue.live import pulse
from dialogue.live.hub import Hub
from forum import health, readiness
from forum.asgi import application
from forum.embedded import Embedded
from forum.turns import Turns
from tests.forum.probe import ask
from tests.patience import PATIENCE, promised

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture(autouse=True)
def _a_process_that_just_started(monkeypatch):
    monkeypatch.setattr(health, "READINESS", readiness.Readiness())


async def told(path: str = "/health/ready") -> tuple[int, dict]:
    answer = await ask(path)
    return answer.status, json.loads(answer.body)


async def until_told(wanted: tuple[int, dict], seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while await told() != wanted:
            await asyncio.sleep(0.1)


READY = (200, {"status": "ready"})


def not_ready(*reasons: str) -> tuple[int, dict]:
    return 503, {"status": "not ready", "reasons": list(reasons)}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
async def test_a_prober_inside_the_house_is_answered_by_address_without_https_cookie_or_cache(path, settings):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["forum.example.org"]
    answer = await ask(path)
    assert answer.status == 200
    assert answer.headers == {
        "content-type": "application/json",
        "content-length": str(len(answer.body)),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    head = await ask(path, "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", answer.headers["content-length"])
    assert (await ask(path, "POST")).status != 200


async def test_alive_is_told_without_asking_anything(monkeypatch):
    def nobody(*args):
        raise AssertionError("alive asks nobody")

    monkeypatch.setattr(readiness.Readiness, "missing", nobody)
    monkeypatch.setattr(Hub, "here", nobody)
    assert await told("/health/live") == (200, {"status": "live"})


async def test_slow_pages_delay_no_probe(monkeypatch):
    """Every place inside is taken here, and stays taken: a page waits, a probe does not."""
    monkeypatch.setattr(application.forum, "turns", turns := Turns(1))
    await turns.take("elsewhere", "elsewhere")
    page = asyncio.ensure_future(ask("/about/", headers={"Host": "127.0.0.1:8000"}))
    await asyncio.sleep(0.2)
    async with asyncio.timeout(promised(2)):
        assert await told("/health/live") == (200, {"status": "live"})
        assert await told() == READY
    assert not page.done()
    turns.give_back("elsewhere")
    assert (await page).status == 200


async def test_a_database_that_hangs_is_told_within_two_seconds_and_seen_again_when_it_is_back(monkeypatch):
    release, looks = threading.Event(), []

    def hangs() -> bool:
        looks.append(threading.current_thread())
        return not release.wait(PATIENCE)

    monkeypatch.setattr(readiness, "pending", hangs)
    for _ in range(2):
        asked = time.monotonic()
        assert await told() == not_ready("database")
        assert time.monotonic() - asked < promised(2)
    assert len(looks) == 1, "probing a database that hangs must not pile up threads"
    release.set()
    await until_told(READY)


async def test_a_look_on_a_dead_line_is_given_up_for_a_new_one(monkeypatch):
    release, looks = threading.Event(), []

    def hangs_once() -> bool:
        looks.append(1)
        return len(looks) == 1 and not release.wait(PATIENCE)

    monkeypatch.setattr(readiness, "pending", hangs_once)
    monkeypatch.setattr(readiness, "HOPELESS", 1.5)
    assert await told() == not_ready("database")
    await until_told(READY)
    release.set()


async def test_a_database_that_refuses_is_told_and_nothing_of_its_address(monkeypatch):
    def refuses():
        raise OSError("connection to postgres://secret@10.0.0.5 refused")

    monkeypatch.setattr(readiness, "pending", refuses)
    answer = await ask("/health/ready")
    assert (answer.status, json.loads(answer.body)) == not_ready("database")


async def test_before_the_release_step_is_done_nobody_is_sent_here():
    def forget():
        MigrationRecorder(connection).record_unapplied(*newest)

    def remember():
        MigrationRecorder(connection).record_applied(*newest)

    newest = (await sync_to_async(MigrationLoader)(connection)).graph.leaf_nodes("rooms")[0]

    await sync_to_async(forget)()
    try:
        assert await told() == not_ready("migrations")
    finally:
        await sync_to_async(remember)()
    await until_told(READY)


async def test_a_process_that_leaves_takes_no_new_visitors():
    assert await told() == READY
    Hub.here().leaving = True
    assert await told() == not_ready("leaving")
    assert await told("/health/live") == (200, {"status": "live"})


async def test_a_loop_that_was_stuck_is_told_with_the_place_and_forgotten_after_a_while(monkeypatch, caplog):
    assert await told() == READY
    with caplog.at_level(logging.ERROR, "dialogue.live.pulse"):
        time.sleep(pulse.TOO_LATE + 1.5)
    assert [record for record in caplog.records if "time.sleep(pulse.TOO_LATE" in record.getMessage()]
    await asyncio.sleep(2 * pulse.BEAT_EVERY)
    assert await told() == not_ready("loop")
    monkeypatch.setattr(pulse, "REMEMBERED", 1.0)
    await until_told(READY)


async def test_without_redis_it_is_degraded_and_visitors_still_come(tmp_path, settings):
    with Embedded(tmp_path) as server:
        settings.REDIS_URL = server.url
        await until_told(READY)
        os.kill(server.process.pid, signal.SIGKILL)
        await until_told((200, {"status": "degraded", "reasons": ["bell"]}))
        server.process.wait()
        time.sleep(1)
        assert server.tend()
        await until_told(READY)
        await Hub.here().stop()


OTHERWISE = [
    door[:place] + form.format(ord(letter)) + door[place + 1 :]
    for door, place, letter in ((door, *each) for door in health.DOORS for each in enumerate(door))
    for form in ("%{:02x}", "%{:02X}")
    if place
]


async def test_there_is_one_way_to_write_each_of_these_addresses_so_that_a_proxy_can_keep_it_to_the_house(settings):
    settings.METRICS_TOKEN = "x" * 32
    token = {"Authorization": "Bearer " + settings.METRICS_TOKEN, "Host": urlsplit(settings.ORIGINS[0]).netloc}
    assert len(OTHERWISE) > 50
    for path in health.DOORS:
        assert (await ask(path, headers=token)).status == 200
    for path in OTHERWISE:
        assert (await ask(path, headers=token)).status == 404, path
