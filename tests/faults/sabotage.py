"""Deliberate lies: a server that drops, swaps or doubles an event, or shows it before it is committed. The checker must see each."""

import time

from django.db import OperationalError

from dialogue.live import hub
from dialogue.live.frames import Message
from dialogue.live.reading import read
from dialogue.live.record import Record
from dialogue.live.seat import Seat

# Events that pass before the lie, so that it happens in the middle of a run.
PATIENCE = 40
# Of the transactions shown early, each so-manieth then fails.
FAILS = 4


class Liar:
    """Sees every message on its way to the sockets of this process, and changes one event, once, on its way to one of them."""

    def __init__(self, change):
        self.change, self.seen, self.done, self.seat, self.held = change, 0, False, None, []

    def on_the_way(self, seat: Seat, messages: list[Message]) -> list[Message]:
        told = (self.lines(seat, message.text.split("\n")) for message in messages)
        return [Message("\n".join(lines)) for lines in told if lines]

    def lines(self, seat: Seat, lines: list[str]) -> list[str]:
        sent = []
        for line in lines:
            numbered = line.startswith('{"seq":')
            self.seen += numbered
            if numbered and not self.done and self.seen > PATIENCE and self.seat in (None, seat):
                self.seat = seat
                sent += self.change(self, line)
            else:
                sent.append(line)
        return sent


def drop(liar: Liar, line: str) -> list[str]:
    liar.done = True
    return []


def double(liar: Liar, line: str) -> list[str]:
    liar.done = True
    return [line, line]


def swap(liar: Liar, line: str) -> list[str]:
    if not liar.held:
        liar.held.append(line)
        return []
    liar.done = True
    return [line, liar.held.pop()]


def lie(change) -> None:
    liar, take = Liar(change), Seat.take

    def taken(self):
        return liar.on_the_way(self, take(self))

    Seat.take = taken


def early() -> None:
    """Show what a transaction wrote while it is still open, and let some of them fail afterwards."""
    write, count = Record.write, 0

    def write_and_show(self):
        nonlocal count
        write(self)
        for event in self.events[:1]:
            frames = read(event.stream_id, event.seq - 1)
            for here in hub.running():
                here.loop.call_soon_threadsafe(show, here, event.stream_id, frames)
        count += bool(self.events)
        if self.events and count % FAILS == 0:
            time.sleep(0.05)
            raise OperationalError("this transaction was made to fail")

    Record.write = write_and_show


def show(here: hub.Hub, stream_id: int, frames: list) -> None:
    if feed := here.feeds.get(stream_id):
        here.taken(feed, feed.append(frames))


FAULTS = ("drop", "swap", "double", "early")


def begin(fault: str) -> None:
    if fault == "early":
        early()
    else:
        lie({"drop": drop, "swap": swap, "double": double}[fault])
