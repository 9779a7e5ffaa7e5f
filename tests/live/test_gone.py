"""Whoever has gone is gone from memory at once: the collector would come for them after thousands more, and hold up the rest."""

import signal

import pytest

from tests.live.processes import SERVE, Server
from tests.patience import until

# The server, without a collector; asked by a signal it writes down how many there are of what a socket is made of.
COUNTING = """
import gc, os, signal, sys
from collections import Counter
from pathlib import Path

def count(*_):
    there = Counter(type(each).__name__ for each in gc.get_objects())
    kinds = "Channel", "DirectLine", "DirectProtocol", "Request", "RoomSocket", "Seat"
    Path(sys.argv[1]).write_text(str(sum(there[kind] for kind in kinds)))

gc.disable()
gc.enable = gc.collect = lambda *_: None
signal.signal(signal.SIGUSR2, count)
os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings"
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[2:]])
"""


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_socket_is_left_when_its_reader_has_gone(room, tmp_path):
    told = tmp_path / "told"
    server = Server(command=["-c", COUNTING.replace("{", "{{").replace("}", "}}"), str(told), *SERVE[1:]])

    def left() -> int:
        told.unlink(missing_ok=True)
        server.process.send_signal(signal.SIGUSR2)
        until(lambda: told.exists() and told.read_text())
        return int(told.read_text())

    try:
        lines = [server.line(room) for _ in range(5)]
        until(lambda: left() >= 4 * len(lines))
        for line in lines:
            line.close()
        until(lambda: left() == 0)
    finally:
        server.kill()
