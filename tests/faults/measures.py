"""Figures from the journals: how long things took for people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from math import ceil

from tests.faults.evidence import Evidence

NEVER = float("inf")


def percentile(values: Iterable[float], part: float) -> float:
    """The least value that `part` of them do not exceed; never, when there are none."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * part) - 1)] if ordered else NEVER


def within(span: list[float], t: float) -> bool:
    return span[0] <= t <= span[1]


def first_sent(evidence: Evidence) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for entry in evidence.of("sent"):
        found.setdefault(entry["key"], entry)
    return found


def answers(evidence: Evidence, span: list[float]) -> list[float]:
    """Seconds from each sending in the span to its answer, acknowledgement or refusal; never for those that got none."""
    waiting: dict[str, float] = {}
    took = []
    for entry in evidence.of("sent", "acked", "refused"):
        key = entry["key"]
        if entry["what"] == "sent":
            if within(span, entry["t"]):
                waiting.setdefault(key, entry["t"])
        elif key in waiting:
            took.append(entry["t"] - waiting.pop(key))
    return took + [NEVER] * len(waiting)


def acknowledged(evidence: Evidence, span: list[float]) -> int:
    return sum(within(span, entry["t"]) for entry in evidence.of("acked"))


def codes(evidence: Evidence, what: str = "refused") -> dict:
    found: dict = defaultdict(int)
    for entry in evidence.of(what):
        found[entry["code"]] += 1
    return dict(found)


def seen(evidence: Evidence, span: list[float], port: int | None = None) -> list[float]:
    """Seconds from the first sending of each post in the span to its showing, for every client whose line held meanwhile.

    With `port`: posts sent over lines of that process, as its other lines show them.
    """
    keys = {
        event["key"]: (room, event["seq"]) for room, s in evidence.streams.items() for event in s.events if event["key"]
    }
    ports = {(e["who"], e["line"]): e["port"] for e in evidence.of("opened") if port in (None, e["port"])}
    sent = {
        keys[key]: entry["t"]
        for key, entry in first_sent(evidence).items()
        if key in keys and entry["do"] == "post" and within(span, entry["t"])
        and (port is None or (entry["who"], entry["line"]) in ports)
    }  # fmt: skip
    opened, took = {}, []
    for entry in evidence.of("opened", "heard"):
        line = entry["who"], entry["line"]
        if entry["what"] == "opened":
            opened[line] = entry["t"]
            continue
        began = sent.get((evidence.people[entry["who"]]["room"], entry["seq"]))
        if began is not None and opened.get(line, NEVER) < began and line in ports:
            took.append(entry["t"] - began)
    return took


def returns(evidence: Evidence, since: float, until: float) -> list[float]:
    """Seconds from `since` until each client that lost its line before `until` was live again: welcomed, and at the head."""
    lost: dict[str, float] = {}
    wanted: dict[str, int] = {}
    took: dict[str, float] = {}
    for entry in evidence.of("closed", "welcome", "heard"):
        who, t = entry["who"], entry["t"]
        if entry["what"] == "closed" and since <= t <= until and who not in took:
            lost.setdefault(who, t)
            wanted.pop(who, None)
        elif who in lost and who not in took:
            if entry["what"] == "welcome":
                wanted[who] = entry["head"]
            if who in wanted and (entry.get("seq", 0) >= wanted[who] or entry.get("head") == last_of(evidence, entry)):
                took[who] = t - since
    return [took.get(who, NEVER) for who in lost]


def last_of(evidence: Evidence, entry: dict) -> int | None:
    """Where the line of a welcome began."""
    index = evidence.__dict__.setdefault("began", {})
    if not index:
        index |= {(e["who"], e["line"]): e["after"] for e in evidence.of("opened")}
    return index.get((entry["who"], entry["line"]))


def told(evidence: Evidence, death: float, clock: float, port: int) -> float:
    """Longest time from a death to the showing, to clients of the other process at `port`, of what was committed before it.

    `clock` is the wall's time minus the machine's monotonic one.
    """
    moments = {
        (room, event["seq"]): at
        for room, stream in evidence.streams.items()
        for event in stream.events
        if death - 1 < (at := wall(event["at"]) - clock) < death
    }
    lines = {(e["who"], e["line"]): e["port"] for e in evidence.of("opened") if e["t"] < death - 1}
    took = [
        entry["t"] - moments[place]
        for entry in evidence.of("heard")
        if lines.get((entry["who"], entry["line"])) == port
        and (place := (evidence.people[entry["who"]]["room"], entry["seq"])) in moments
    ]
    return max(took, default=0.0)


def wall(at: datetime) -> float:
    return at.timestamp()


def leaving(evidence: Evidence) -> float:
    """Longest time from a signing out to the end of that person's line."""
    out = {entry["who"]: entry["t"] for entry in evidence.of("did") if entry["do"] == "signout"}
    ends: dict[str, float] = {}
    for entry in evidence.of("closed"):
        if entry["who"] in out and entry["t"] >= out[entry["who"]] - 1:
            ends.setdefault(entry["who"], entry["t"])
    return max((ends.get(who, NEVER) - t for who, t in out.items()), default=NEVER)


def closing(evidence: Evidence, moment: float, code: int) -> float:
    """Longest time from `moment` to the end of a line with this code, for everybody who has no part in the staff."""
    ends = {entry["who"]: entry["t"] - moment for entry in evidence.of("closed") if entry["code"] == code}
    people = [who for who, page in evidence.people.items() if not (page["person"] and page["person"]["staff"])]
    return max(ends.get(who, NEVER) for who in people)


def reloading(evidence: Evidence, moment: float) -> float:
    """Longest time from `moment` to the page anew, for every client."""
    loaded: dict[str, float] = {}
    for entry in evidence.of("loaded"):
        if entry["t"] > moment:
            loaded.setdefault(entry["who"], entry["t"] - moment)
    return max(loaded.get(who, NEVER) for who in evidence.people)
