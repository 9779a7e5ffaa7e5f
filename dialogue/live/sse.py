"""The same seats for browsers whose network lets no websocket through: server-sent events.

An HTTP answer has no acknowledgement. So each answer ends after a measured amount; the browser comes back by itself
with the last number it has seen, and that return is the acknowledgement.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from time import monotonic

from django.http import StreamingHttpResponse

from dialogue.live.closing import RELOAD, TOO_MUCH
from dialogue.live.entrance import Ask, greeting
from dialogue.live.frames import encode
from dialogue.live.hub import Hub
from dialogue.live.lines import Crowded
from dialogue.live.seat import WINDOW, Seat
from dialogue.live.stay import Stay

# Milliseconds until the browser comes back after an answer has ended.
RETRY = 1000
LONGEST = 300.0
BEAT = 15.0


def position(text: str, default: tuple[int, int]) -> tuple[int, int]:
    """(seq, tally) from an event id such as "1042.77"."""
    parts = text.split(".")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 17 for part in parts):
        return int(parts[0]), int(parts[1])
    return default


async def events(seat: Seat, something: asyncio.Event, stay: Stay, welcome: dict, address: str) -> AsyncIterator[str]:
    """The answer's body: one event a message, its id the position reached; ends so that the reader must come back."""
    began, size, hub = monotonic(), 0, stay.hub
    # Counted only here, where it is sure to be given back; of many who come at once some have seen the last place free.
    counted = hub.lines.take(seat.person.id, address)
    if counted is None:
        yield f"event: closed\ndata: {TOO_MUCH}\n\n"
        return
    hub.sit(seat)
    stay.begin(seat)
    try:
        yield f"retry: {RETRY}\nid: {seat.sent}.{seat.tally}\ndata: {encode({'kind': 'welcome', 'data': welcome})}\n\n"
        while seat.closed is None and size < WINDOW and monotonic() - began < LONGEST:
            try:
                async with asyncio.timeout(BEAT):
                    await something.wait()
            except TimeoutError:
                seat.heard()
                yield ": still here\n\n"
                continue
            # Every line of a message is one frame; a data line each keeps them apart.
            something.clear()
            messages = [message.text for message in seat.take()]
            seat.heard()
            seat.acknowledge(seat.sent)
            for message in messages:
                lines = "".join(f"data: {line}\n" for line in message.split("\n"))
                size += len(lines)
                yield lines + "\n"
            if messages:
                yield f"id: {seat.sent}.{seat.tally}\ndata:\n\n"
        if seat.closed is not None:
            yield f"event: closed\ndata: {seat.closed}\n\n"
    finally:
        hub.lines.give_back(counted)
        stay.end()
        hub.rise(seat)


async def answer(request, admit: Callable, ask: Ask) -> StreamingHttpResponse:
    """Server-sent events for whoever asks, from `Last-Event-ID` or ?after=&tally=; raises the Refusal of their entrance, or
    Crowded.

    `admit` is asked again whenever rights change.
    """
    hub = Hub.here()
    stay = Stay(hub, admit, ask)
    admitted = await stay.enter()
    feed, person, address = await hub.feed(admitted.stream_id), admitted.person, request.META.get("REMOTE_ADDR", "")
    if hub.lines.full(person.id, address):
        raise Crowded(retry_after=30)
    asked = request.headers.get("Last-Event-ID") or f"{request.GET.get('after', '')}.{request.GET.get('tally', '')}"
    after, tally = position(asked, (feed.head, feed.tally))
    welcome = greeting(feed, person)
    something = asyncio.Event()
    seat = Seat(feed, person, after, tally, something.set, stay.reconsider)
    seat.quiet, seat.address = request.GET.get("quiet") == "1", request.META.get("REMOTE_ADDR", "")
    if not await hub.reaches(feed, request.GET.get("epoch"), after):
        seat.close(RELOAD)
    response = StreamingHttpResponse(events(seat, something, stay, welcome, address), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response
