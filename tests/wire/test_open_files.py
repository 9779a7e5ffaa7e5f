"""A process that may open few files: who is here stays, who comes is told, and probers learn how it is."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from tests.patience import until
from tests.wire.frames import text
from tests.wire.line import Line
from tests.wire.server import Tried
from tests.wire.test_http_ceilings import answer_of, connection

FEW = 120
# Then it becomes what is asked for.
ALLOWED = (
    "import os, resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, ({0}, {0}));"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


class Poor(Tried):
    def start(self) -> None:
        python, *words = self.command
        self.command = [python, "-c", ALLOWED.format(FEW), *words]
        super().start()


@pytest.fixture
def server(tmp_path):
    server = Poor("serve", tmp_path)
    try:
        yield server
    finally:
        server.kill()


def told(server, path: str) -> bytes:
    try:
        with connection(
            server, f"GET {path} HTTP/1.1\nHost: {{host}}\nAccept-Language: fr\nConnection: close\n\n"
        ) as wire:
            return answer_of(wire)
    except OSError:
        return b""


def test_who_is_here_stays_when_the_files_run_out_and_who_comes_is_told_until_somebody_leaves(server):
    path, cookie = "/live/rooms/rain/", f"sessionid={server.sessions[0]}"
    ada, guest, come = Line(server.port).open(path, cookie=cookie), Line(server.port).open(path), []
    told(server, "/rooms/rain/")
    status = 101
    while status == 101:
        come.append(Line(server.port))
        come[-1].ask(path)
        status = come[-1].status()
    assert status == 503 and len(come) > 20
    assert b" 200 " in told(server, "/health/live")[:15]
    assert told(server, "/health/ready").endswith(b'{"status": "not ready", "reasons": ["connections"]}')
    page = told(server, "/rooms/rain/")
    assert b" 503 " in page[:15] and b"Retry-After: 30" in page and b'lang="fr"' in page
    # Of a crowd that asks nothing most are let go at once: there are files left for the database.
    come += [Line(server.port) for _ in range(FEW)]
    assert come[-1].status() == "dropped"
    for number in range(1, 4):
        ada.send(text(json.dumps({"do": "post", "key": str(uuid4()), "text": "Rain is for all."})))
        assert guest.until(lambda number=number: len(guest.posts()) == number), ada.errors()
    for line in come:
        line.reset()
    until(lambda: told(server, "/health/ready").endswith(b'{"status": "ready"}'))
    Line(server.port).open(path)
    log = Path(server.log.name).read_text()
    assert "open files, which are enough for 60 connections" in log
    assert log.count("There is no room for more connections") == 1 and log.count("\n") < 6, log
