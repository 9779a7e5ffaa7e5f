"""How a line ends when nobody says goodbye: half closed, reset, gone in the middle of a frame, or silent from the start."""

import socket

import pytest

from tests.patience import until
from tests.wire.cases.fragments import TYPING
from tests.wire.frames import TEXT, head, text
from tests.wire.line import handshake

pytestmark = pytest.mark.usefixtures("undisturbed")

HALVES = {
    "between frames": b"",
    "in a head": text(TYPING)[:1],
    "in a frame": text(TYPING)[:20],
    "in a large frame": head(TEXT, 30_000),
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES.keys())
def test_a_line_that_is_reset_leaves_nothing_behind(place, half):
    place.guest.until(lambda: False, 0.2)
    before = place.server.lines()
    for _ in range(20):
        line = place.opened()
        line.send(half)
        line.reset()
    place.say()
    until(lambda: place.server.lines() <= before)


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES.keys())
def test_a_line_of_which_one_half_is_closed_ends(place, half):
    line = place.opened()
    line.send(half)
    line.wire.shutdown(socket.SHUT_WR)
    assert line.until(lambda: line.ended is not None)


def test_lines_that_are_reset_before_the_handshake_is_answered_leave_nothing_behind(place):
    before = place.server.lines()
    for _ in range(50):
        line = place.line()
        line.ask(place.path)
        line.reset()
    until(lambda: place.server.lines() <= before)


def test_commands_right_behind_the_handshake_and_then_a_reset_leave_nothing_behind(place):
    before = place.server.lines()
    for _ in range(20):
        line = place.line()
        line.send(
            handshake(place.path, cookie=place.cookies[1]).replace(b"{host}", line.host.encode()) + text(TYPING) * 5
        )
        line.reset()
    until(lambda: place.server.lines() <= before)
