"""The embedded server: there when it is needed, gone with its owner, back when it is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from forum.embedded import LONGEST_PATH, Embedded
from tests.patience import promised, until

ROOT = Path(__file__).resolve().parents[2]

OWNER = """
import sys, time
from forum.embedded import Embedded
embedded = Embedded(sys.argv[1])
embedded.start()
print(embedded.process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def embedded(tmp_path):
    with Embedded(tmp_path) as server:
        yield server


def running(pid: int) -> bool:
    """Whether the process still does anything; a dead one that nobody has buried does not count."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self").exists():
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(said.strip()) and not said.startswith("Z")


def test_it_speaks_redis_on_a_socket_only_its_owner_can_open_and_on_no_port(embedded):
    line = redis.Redis.from_url(embedded.url)
    assert line.ping()
    assert line.config_get("port") == {"port": "0"}
    assert embedded.path.stat().st_mode & 0o077 == 0


def test_it_keeps_nothing_on_disk(embedded):
    redis.Redis.from_url(embedded.url).set("word", "of ada")
    embedded.stop()
    assert list(embedded.path.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["a folder with spaces", "100%", "دار"])
def test_any_folder_will_do(tmp_path, name):
    with Embedded(tmp_path / name) as embedded:
        assert redis.Redis.from_url(embedded.url).ping()


def test_a_path_too_long_for_a_socket_moves_to_a_temporary_folder_and_leaves_nothing_there(tmp_path):
    folder = tmp_path / ("deep" * 20)
    with Embedded(folder) as embedded:
        assert len(os.fsencode(embedded.path)) <= LONGEST_PATH
        assert redis.Redis.from_url(embedded.url).ping()
    assert not embedded.path.parent.exists()


def test_killed_it_comes_back_at_the_same_address(embedded):
    before = embedded.url
    embedded.process.send_signal(signal.SIGKILL)
    until(embedded.tend)
    until(embedded.answers)
    assert embedded.url == before


def test_alive_it_is_left_alone(embedded):
    pid = embedded.process.pid
    assert not embedded.tend()
    assert embedded.process.pid == pid


def test_it_is_gone_two_seconds_after_its_owner_was_killed(tmp_path):
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    server = int(owner.stdout.readline())
    assert running(server)
    owner.kill()
    owner.wait()
    until(lambda: not running(server), promised(2))
    owner.stdout.close()


def test_what_a_killed_owner_left_is_swept_by_the_next(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f"redis-{gone.pid}-abcdef.sock"
    left.touch()
    with Embedded(tmp_path) as embedded:
        assert not left.exists()
        assert embedded.path.exists()
