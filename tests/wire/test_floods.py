"""Floods: in one line, of lines, of control frames. They end, cost little memory, and the neighbours hear each other."""

import threading
import time

import pytest

from tests.patience import PATIENCE, promised, until
from tests.wire.cases.fragments import TYPING
from tests.wire.frames import CONTINUATION, PING, PONG, TEXT, frame, pieces, text
from tests.wire.server import COUNTS_NO_FRAMES

pytestmark = pytest.mark.usefixtures("undisturbed")

MIB = 1024 * 1024
COUNT = 100_000
# Plain daphne takes 64 KiB apart, frame by frame, before anything of ours runs: thousands of messages each time.
SECONDS_TO_END = {"daphne": 4}


def poured(line, data: bytes) -> float:
    """Send all of it as fast as it is taken, while taking in what comes; seconds until the line ended."""
    pouring = threading.Thread(target=line.send, args=(data,), daemon=True)
    began = time.monotonic()
    pouring.start()
    line.until(lambda: line.ended is not None)
    took = time.monotonic() - began
    line.close()
    pouring.join(PATIENCE)
    return took


@pytest.mark.parametrize(
    "one",
    [text(TYPING), text('{"do":"read","seq":0}'), text("{}"), text(""), frame(2, b"\x00"), pieces(TYPING, 20)],
    ids=["typing", "reading", "no messages", "empty", "binary", "in pieces"],
)
def test_a_hundred_thousand_messages_at_once_end_the_line_and_cost_little_memory(place, one):
    before = place.server.memory()
    line = place.opened()
    took = poured(line, one * COUNT)
    assert line.ended in (4029, 4508, "dropped")
    assert took < promised(SECONDS_TO_END.get(place.server.name, 1))
    assert place.server.memory() - before < 16 * MIB


def test_large_messages_end_the_line_before_they_fill_the_memory(place):
    before = place.server.memory()
    line = place.opened()
    took = poured(line, text(b" " * 32_000 + TYPING) * 3_000)
    assert line.ended in (4029, "dropped")
    assert took < promised(2)
    assert place.server.memory() - before < 16 * MIB


@pytest.mark.parametrize(
    "one",
    [frame(PING), frame(PING, b"x" * 125), frame(PONG), frame(PONG, b"x" * 125)],
    ids=["empty pings", "full pings", "empty pongs", "full pongs"],
)
def test_a_flood_of_control_frames_costs_nobody_else_anything(place, one):
    """The server answers pings before anything of ours could count them; neighbours must hear each other meanwhile."""
    before = place.server.memory()
    line = place.opened()
    pouring = threading.Thread(target=line.send, args=(one * 50_000,), daemon=True)
    pouring.start()
    while pouring.is_alive():
        place.say()
        line.until(lambda: False, 0.05)
    assert place.server.memory() - before < 16 * MIB
    line.close()


@pytest.mark.parametrize(
    "one",
    [frame(PING, b"x" * 125), frame(PONG), frame(CONTINUATION, fin=False)],
    ids=["pings whose answers nobody reads", "pongs nobody asked for", "empty parts of a message"],
)
def test_frames_that_are_no_messages_end_the_line_where_they_are_counted(place, one):
    """Where they are not (COUNTS_NO_FRAMES) the server takes them apart, and keeps an answer for each ping, for as long as they come."""
    line = place.opened()
    line.send(frame(TEXT, b"{", fin=False) + one * 20_000)
    place.say()
    counted = place.server.name not in COUNTS_NO_FRAMES
    line.until(lambda: line.ended is not None, PATIENCE if counted else 1)
    assert (line.ended is not None) == counted
    line.close()


def test_a_flood_of_empty_fragments_costs_nobody_else_anything(place):
    before = place.server.memory()
    line = place.opened()
    pouring = threading.Thread(
        target=line.send, args=(frame(TEXT, fin=False) + frame(CONTINUATION, fin=False) * COUNT,), daemon=True
    )
    pouring.start()
    while pouring.is_alive():
        place.say()
        time.sleep(0.05)
    assert place.server.memory() - before < 16 * MIB
    line.close()


def test_a_flood_of_lines_leaves_the_neighbours_alone_and_nothing_behind(place):
    open_before = place.server.lines()
    lines = [place.line() for _ in range(300)]
    for line in lines:
        line.ask(place.path)
    place.say()
    assert {line.status() for line in lines} == {101}
    place.say()
    for line in lines:
        line.reset()
    until(lambda: place.server.lines() <= open_before)


def test_a_flood_of_lines_that_are_refused_leaves_nothing_behind(place):
    open_before = place.server.lines()
    for _ in range(5):
        lines = [place.line() for _ in range(60)]
        for line in lines:
            line.ask(place.path, origin="http://evil.tld")
        assert {line.status() for line in lines} == {403}
        for line in lines:
            line.close()
    until(lambda: place.server.lines() <= open_before)
