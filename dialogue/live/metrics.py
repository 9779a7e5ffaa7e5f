"""What this process counts for its operators. docs/operations.md says what each figure means and what to do about it.

What is counted is counted once per fan, commit, ring or socket, never per delivery.
"""

from collections.abc import Iterator

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, Metric, ProcessCollector
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from dialogue.live import closing

# A second sample per counter that tells when counting began; the start of the process tells that already.
prometheus_client.disable_created_metrics()

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

NAME = "solidaction"
# A browser may close with any of two thousand codes: whoever invents some must not make series of them.
CODES = {value for name, value in vars(closing).items() if name.isupper()} | {1000, 1001, 1005, 1006, 1011, 1012}
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


def _counter(name: str, about: str, labels: tuple[str, ...] = ()) -> Counter:
    return Counter(name, about, labels, namespace=NAME, registry=REGISTRY)


class Delivered(Collector):
    """Plain numbers, changed on the event loop only: a counter of the library costs as much as a small room's fan."""

    events = deliveries = 0

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily(f"{NAME}_events", "Numbered events this process took up to show.", self.events)
        about = "Events handed to readers: each event counts once for each seat."
        yield CounterMetricFamily(f"{NAME}_deliveries", about, self.deliveries)


_delivered = Delivered()
REGISTRY.register(_delivered)
_opened = _counter("opened", "Sockets and streams that got a seat.")
_closed = _counter("closed", "Sockets that ended, by close code.", ("code",))
_refused = _counter("refused", "Requests answered with a refusal, by error code.", ("code",))
_wrong = _counter("wrong_codes", "Codes and passwords that were wrong, at every door.")
_rang = _counter("rang", "Rings sent to the other processes.")
_heard = _counter("heard", "Rings heard from the other processes.")
_turned_away = _counter("rings_refused", "Messages from Redis that were not taken, by reason.", ("reason",))
_unfinished = _counter("unfinished_jobs", "Jobs of the worker that came to no end, by what became of them.", ("why",))
_size = Histogram("commit_drafts", "Drafts in one commit.", namespace=NAME, registry=REGISTRY, buckets=SIZES)
_time = Histogram("commit_seconds", "Seconds one commit took.", namespace=NAME, registry=REGISTRY, buckets=SECONDS)


def delivered(events: int, seats: int) -> None:
    """`events` new events were handed to `seats` readers: once per fan."""
    _delivered.events += events
    _delivered.deliveries += events * seats


def committed(size: int, seconds: float) -> None:
    """A batch of `size` drafts was written, or refused by the database, after `seconds`."""
    _size.observe(size)
    _time.observe(seconds)


def opened() -> None:
    _opened.inc()


def closed(code: int) -> None:
    """A socket ended with this close code, whoever gave it."""
    _closed.labels(str(code) if code in CODES else "other").inc()


def refused(code: str) -> None:
    _refused.labels(code).inc()


def wrong_code() -> None:
    _wrong.inc()


def rang() -> None:
    _rang.inc()


def heard() -> None:
    _heard.inc()


def turned_away(reason: str) -> None:
    """A message from Redis was not taken: `forged`, `stale` or `unknown`."""
    _turned_away.labels(reason).inc()


def unfinished(why: str, number: int) -> None:
    """So many jobs of the background worker had come to no end: `worker_gone` and `failed` go again, `given_up` never."""
    _unfinished.labels(why).inc(number)
