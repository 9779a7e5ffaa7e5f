"""`manage.py serve`: one port, several processes, and an end at which nobody loses anything."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from dialogue.live.leaving import LONGEST
from forum.management.commands.serve import open_door
from forum.serving.supervisor import TO_END
from forum.serving.worker import ALL_ENDS
from tests.live.lines import session_of
from tests.live.processes import SERVE, all_serve, holding, processes_under, servers
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)
TWO = [*SERVE, "--workers", "2"]


def closed_with(line) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        line.listen(lambda: False)
    return closed.value.rcvd.code


def test_whoever_is_here_when_a_process_ends_is_sent_on_and_what_they_wrote_is_kept(room, ada):
    with servers(1) as (server,):
        lines = [server.line(room) for _ in range(5)]
        hers = server.line(room, session_of(ada))
        keys = [hers.send(do="post", text=f"Number {number}") for number in range(20)]
        hers.listen(lambda: len(hers.answers) == 20)
        began = time.monotonic()
        server.process.terminate()
        assert [closed_with(line) for line in (*lines, hers)] == [1012] * 6
        assert server.process.wait(PATIENCE) == 0 and time.monotonic() - began < 10
        server.start()
        again = server.line(room, session_of(ada))
        for key in keys:
            again.send(do="post", key=key, text=f"Number {keys.index(key)}")
        again.listen(lambda: len(again.answers) == 20)
        assert sorted(answer["seq"] for answer in again.answers.values()) == list(range(1, 21))


def test_two_processes_share_the_port_and_one_that_dies_is_replaced(room, ada):
    with servers(1, command=TWO) as (server,):
        first, second = sorted(all_serve(server.process.pid, server.port))
        os.kill(first, signal.SIGKILL)
        until(lambda: len(processes_under(server.process.pid) - {first}) == 2)
        hers = server.line(room, session_of(ada))
        key = hers.send(do="post", text="Still here.")
        hers.listen(lambda: key in hers.answers)
        assert server.stop() == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in (first, second))


def test_a_process_that_stands_still_is_replaced_and_its_readers_are_led_on(room, ada):
    with servers(1, command=TWO) as (server,):
        both = all_serve(server.process.pid, server.port)
        lines = [server.line(room) for _ in range(20)]
        frozen = min(holding(server.process.pid, server.port))
        os.kill(frozen, signal.SIGSTOP)
        until(lambda: frozen not in processes_under(server.process.pid))
        until(lambda: len(processes_under(server.process.pid)) == 2)
        assert both - {frozen} < processes_under(server.process.pid), "the one that was well has been killed too"
        written(server, room, session_of(ada), "Still here.")
        assert all(heard_or_led_on(line) for line in lines)
        assert server.stop() == 0


def test_processes_are_renewed_one_by_one_while_people_write(room, ada):
    with servers(1, command=TWO) as (server,):
        before = all_serve(server.process.pid, server.port)
        server.process.send_signal(signal.SIGHUP)
        session, numbers = session_of(ada), []
        deadline = time.monotonic() + PATIENCE
        while processes_under(server.process.pid) & before and time.monotonic() < deadline:
            numbers.append(written(server, room, session, f"Number {len(numbers)}"))
            time.sleep(0.2)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(processes_under(server.process.pid)) == 2 and not processes_under(server.process.pid) & before
        assert server.stop() == 0


def heard_or_led_on(line) -> bool:
    """Whether a reader has the post, or is told that its line has ended and comes back."""
    try:
        line.listen(lambda: 1 in line.numbers)
    except ConnectionClosed:
        return True
    except TimeoutError:
        return False
    return True


def written(server, room, session: str, text: str) -> int:
    """The number of a post that is sent, with one key, until it is answered: as a page does."""
    key = None
    for _ in range(20):
        try:
            line = server.line(room, session)
            key = line.send(do="post", text=text, **({"key": key} if key else {}))
            line.listen(lambda line=line, key=key: key in line.answers)
            line.close()
            return line.answers[key]["seq"]
        except (ConnectionClosed, OSError, EOFError):
            time.sleep(0.2)
    raise AssertionError("never answered")


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
@pytest.mark.parametrize(
    ("host", "at"), [("[::1]", "::1"), ("::", "::1"), ("[::]", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")]
)
def test_whoever_has_only_one_kind_of_address_finds_the_forum(host, at):
    with open_door(host, 0) as door, socket.create_connection((at, door.getsockname()[1]), PATIENCE):
        assert door.accept()


def test_a_port_that_is_taken_is_said_in_a_sentence(capsys):
    from django.core.management import CommandError, call_command

    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(CommandError, match="Choose another --port"):
        call_command("serve", port=other.getsockname()[1])
    with pytest.raises(CommandError, match="from 1"):
        call_command("serve", workers=0)


def test_a_process_is_gone_in_time_although_its_loop_waits_for_a_thread_that_hangs():
    said = (
        "import threading; from forum.serving.worker import end_within; "
        "threading.Thread(target=threading.Event().wait).start(); end_within(0.2)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", said], timeout=PATIENCE, env=os.environ | {"SOLIDACTION_MODE": "test"}
    )
    assert ended.returncode == 0


def test_the_whole_end_takes_less_than_what_operators_wait():
    assert LONGEST < ALL_ENDS < TO_END < 30
