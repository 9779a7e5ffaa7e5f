"""The canary says a word through a real server and tells whether it got through; nobody else meets it."""

import io
import signal
import subprocess
import sys
import time

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import User
from accounts.models.user import Origin
from dialogue.rooms.models import Post, Room
from tests.live.processes import ROOT, servers
from tests.patience import PATIENCE, promised
from tests.people import say

pytestmark = pytest.mark.django_db(transaction=True)


def figures(path) -> dict[str, float]:
    return {family.name: family.samples[0].value for family in text_string_to_metric_families(path.read_text())}


def sing(url: str, **options) -> str:
    out = io.StringIO()
    call_command("canary", url=url, once=True, stdout=out, **options)
    return out.getvalue()


def test_a_word_gets_through_is_measured_and_taken_back(settings, tmp_path, client, ada):
    with servers(1) as [server]:
        settings.ORIGINS = [server.url]
        assert " ok acknowledged " in sing(server.url, textfile=tmp_path / "canary.prom")
        assert " ok acknowledged " in sing(server.url)
    told = figures(tmp_path / "canary.prom")
    assert told["solidaction_canary_good"] == 1
    assert 0 < told["solidaction_canary_acked_seconds"] <= told["solidaction_canary_seen_seconds"] + 1 < 3
    canary, room = User.objects.get(origin=Origin.DEMONSTRATION), Room.objects.get(slug="canary")
    assert {post.state for post in Post.objects.filter(room=room, author=canary)} == {"withdrawn"}
    assert room.stream.events.count() == 4 and room.stream.broken_at() is None
    assert not Session.objects.exists()
    client.force_login(ada)
    assert client.get("/rooms/canary/").status_code == 404
    assert b"Canary" not in client.get("/").content


def test_a_word_that_is_seen_late_or_never_makes_it_fail(settings, tmp_path):
    with servers(1) as [server]:
        settings.ORIGINS = [server.url]
        with pytest.raises(CommandError, match="more than 1e-06 s"):
            sing(server.url, max_seen=1e-6)
        Room.objects.get(slug="canary").close(by=None)
        with pytest.raises(CommandError, match="not acknowledged: closed"):
            sing(server.url, textfile=tmp_path / "canary.prom")
    assert figures(tmp_path / "canary.prom").keys() == {
        "solidaction_canary_good",
        "solidaction_canary_turn_timestamp_seconds",
    }
    with pytest.raises(CommandError, match="not let in"):
        sing(server.url)
    assert not Session.objects.exists()


def test_who_may_no_longer_read_is_told_at_once(settings):
    with servers(1) as [server]:
        settings.ORIGINS = [server.url]
        sing(server.url)
        began = time.monotonic()
        User.objects.filter(origin=Origin.DEMONSTRATION).update(is_active=False)
        with pytest.raises(CommandError, match="not let in: the socket was closed with 4504"):
            sing(server.url)
        assert time.monotonic() - began < promised(10)


def test_where_people_speak_it_is_silent(settings, room, ada):
    settings.ORIGINS = ["http://127.0.0.1:1"]
    say(ada, room, "Among people.")
    with pytest.raises(CommandError, match="people speak"):
        sing("http://127.0.0.1:1", room=room.slug)
    with pytest.raises(CommandError, match="ORIGINS"):
        sing("http://elsewhere.example")


def test_somebody_else_may_be_called_canary(settings, ada):
    ada.name = "Canary"
    ada.save(update_fields=["name"])
    with servers(1) as [server]:
        settings.ORIGINS = [server.url]
        sing(server.url)
    assert User.objects.get(origin=Origin.DEMONSTRATION).name == "Canary 2"


def test_it_goes_on_until_it_is_asked_to_stop(settings):
    with servers(1) as [server]:
        command = [sys.executable, "manage.py", "canary", "--url", server.url, "--every", "0.1"]
        singing = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=subprocess.PIPE, text=True)
        try:
            for _ in range(2):
                assert " ok " in singing.stdout.readline()
            singing.send_signal(signal.SIGTERM)
            assert singing.wait(PATIENCE) == 0
        finally:
            singing.kill()
            singing.stdout.close()
    assert Post.objects.exists() and not Post.objects.filter(withdrawn_at=None).exists()
