"""How the engine of this process stands at this moment, read from it when somebody looks; nothing is kept up for it."""

from collections import Counter
from collections.abc import Iterator
from time import monotonic

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from dialogue.live.hub import Hub, running
from dialogue.live.metrics import NAME, REGISTRY
from dialogue.live.seat import Seat


class Gauges(Collector):
    """Called from a thread of its own: every collection is copied before it is walked through."""

    def describe(self) -> list[Metric]:
        # Without this, registering would collect, and before there is a loop there is no hub.
        return []

    def collect(self) -> Iterator[Metric]:
        for hub in running()[:1]:
            yield from seats(hub)
            yield from rooms(hub)
            yield from work(hub)


def gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{NAME}_{name}", about, value)


def counted(name: str, about: str, label: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"{NAME}_{name}", about, labels=[label])
    for value, number in counts.items():
        family.add_metric([value], number)
    return family


def waits_for(seat: Seat) -> str:
    """`news`; its `turn` to be sent some; an `acknowledgement`; pages of the `record`."""
    if seat.sent < seat.feed.tail:
        return "record"
    if seat.acked < seat.sent and seat.full():
        return "acknowledgement"
    return "news" if seat.sent >= seat.feed.head else "turn"


def seats(hub: Hub) -> Iterator[Metric]:
    waiting = Counter(news=0, turn=0, acknowledgement=0, record=0)
    now, events, seconds = monotonic(), 0, 0.0
    for feed in list(hub.feeds.values()):
        for seat in list(feed.seats):
            if seat.acked == feed.head:
                # Nearly everybody, nearly always: ten thousand of them must not cost ten milliseconds.
                waiting["news"] += 1
                continue
            waiting[waits_for(seat)] += 1
            events = max(events, feed.head - seat.acked)
            seconds = max(seconds, now - (seat.stuck_since or now))
    yield counted("seats", "Readers (sockets and streams), by what they wait for.", "waiting_for", waiting)
    yield gauge("slowest_reader_events", "Events the slowest reader has not acknowledged.", events)
    yield gauge("slowest_reader_seconds", "Seconds since the slowest reader acknowledged anything.", seconds)
    present = list(hub.presence.values())
    here = {"yes": sum(len(p.lines) for p in present), "no": sum(p.guests.total() for p in present)}
    yield counted("present", "Readers of this process, with an account or without.", "account", here)


def rooms(hub: Hub) -> Iterator[Metric]:
    feeds = [feed for feed in list(hub.feeds.values()) if feed is not hub.access]
    yield gauge("rooms", "Rooms somebody follows here, or did within the last minute.", len(feeds))
    ring = sum(feed.end - feed.start for feed in feeds)
    yield gauge("ring_frames", "Recent frames kept for those who return or lag.", sum(len(f.frames) for f in feeds))
    yield gauge("ring_bytes", "Bytes of these frames.", ring)
    unread = sum(feed.committed - feed.head for feed in feeds)
    yield gauge("unread_events", "Events known to be committed and not yet read by this process.", unread)


def work(hub: Hub) -> Iterator[Metric]:
    yield gauge("drafts_waiting", "Drafts that wait for the next commit.", len(hub.writer.jobs.waiting))
    yield gauge("bell_connected", "1 while the line to Redis is open.", hub.bell.connected)
    if (age := hub.bell.probe_age) is not None:
        yield gauge("bell_probe_age_seconds", "Seconds since the process last heard its own ring.", age)
    yield gauge("loop_late_seconds", "Longest delay of the event loop within the last ten seconds.", hub.pulse.late())
    yield gauge("loop_stuck_seconds", "Seconds the event loop has been stuck right now.", hub.pulse.stuck())
    yield gauge("leaving", "1 once the process was asked to end.", hub.leaving)


def register() -> None:
    REGISTRY.register(Gauges())
