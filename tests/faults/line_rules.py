"""What must hold of the lines and of time: no gap, one order, everybody at the head, and nothing for those who may not."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from tests.faults.evidence import Evidence

# Seconds in which reading must have ended after a right has: with the bell whole, and without.
WITH_BELL, WITHOUT_BELL = 2.0, 5.0


def patience(evidence: Evidence) -> float:
    return WITH_BELL if evidence.facts.get("bell") else WITHOUT_BELL


def unbroken(evidence: Evidence) -> Iterator[str]:
    """I3, I4, I5: on each line the numbers come one by one from where the client stood."""
    reached: dict[tuple[str, int], int] = {}
    heard: dict[tuple[str, int], set[int]] = defaultdict(set)
    for entry in evidence.of("opened", "heard"):
        line = entry["who"], entry["line"]
        if entry["what"] == "opened":
            reached.setdefault(line, entry["after"])
            continue
        # The first frames may be read with the handshake's answer, before "opened" is written.
        seq, last = entry["seq"], reached.get(line, entry["seq"] - 1)
        if seq in heard[line]:
            yield f"I3 doubled: {line[0]} seq {seq}: a second time on line {line[1]}"
        elif seq > last + 1:
            yield f"I5 gap: {line[0]} seq {seq}: came after {last} on line {line[1]}"
        elif seq <= last:
            yield f"I4 order: {line[0]} seq {seq}: came after {last} on line {line[1]}"
        heard[line].add(seq)
        reached[line] = max(last, seq)


def resumed(evidence: Evidence) -> Iterator[str]:
    """I5: everything a client applied, over all its lines, is one interval since its page was loaded."""
    last: dict[str, int] = {}
    for entry in evidence.of("loaded", "heard", "end", "opened"):
        who = entry["who"]
        if entry["what"] == "loaded":
            last[who] = entry["last"]
        elif entry["what"] == "heard":
            last[who] = max(last.get(who, 0), entry["seq"] if entry["seq"] == last.get(who, 0) + 1 else 0)
        elif entry["what"] == "end" and entry["last"] != last.get(who, 0):
            yield f"I5 gap: {who} seq {entry['last']}: ends there, but heard without a gap only up to {last.get(who, 0)}"


def together(evidence: Evidence) -> Iterator[str]:
    """I6: once all is healed and quiet everybody has a line and stands at the head of their room."""
    for entry in evidence.of("end"):
        who, head = entry["who"], evidence.streams[entry["room"]].head
        if entry["left"]:
            continue
        if not entry["live"]:
            yield f"I6 away: {who} seq {entry['last']}: never came back"
        elif entry["last"] != head:
            yield f"I6 behind: {who} seq {entry['last']}: the head is {head}"


def in_time(evidence: Evidence) -> Iterator[str]:
    """I7: what was acknowledged before something else was first sent stands before it."""
    keys = {event["key"]: (room, event["seq"]) for room, s in evidence.streams.items() for event in s.events}
    latest: dict[str, tuple[int, str]] = defaultdict(lambda: (0, ""))
    begun = set()
    for entry in evidence.of("sent", "acked"):
        key = entry["key"]
        room, seq = keys.get(key, ("", 0))
        if not room:
            continue
        if entry["what"] == "acked":
            latest[room] = max(latest[room], (seq, key))
        elif key not in begun:
            begun.add(key)
            if seq < latest[room][0]:
                yield f"I7 order: {entry['who']} seq {seq}: sent after {latest[room][0]} had been acknowledged"


def as_said(evidence: Evidence) -> Iterator[str]:
    """I8: what one client sent over one line, and was taken at the first try, stands in the order it was sent."""
    keys = {event["key"]: event["seq"] for stream in evidence.streams.values() for event in stream.events}
    sent: dict[str, list[dict]] = defaultdict(list)
    for entry in evidence.of("sent"):
        sent[entry["key"]].append(entry)
    refused = {entry["key"] for entry in evidence.of("refused")}
    last: dict[tuple[str, int], int] = {}
    for key, tries in sent.items():
        first = tries[0]
        if len(tries) > 1 or first["line"] is None or key in refused or key not in keys:
            continue
        line = first["who"], first["line"]
        if keys[key] < last.get(line, 0):
            yield f"I8 order: {line[0]} seq {keys[key]}: sent after what became {last[line]}"
        last[line] = keys[key]


def about(event: dict, evidence: Evidence) -> int | None:
    """Whom a moderator silenced: the record says so by a salted hash of the handle only."""
    for handle, person in evidence.handles.items():
        if hashlib.sha256(f"{event['salt']}{handle}".encode()).hexdigest() == event["content"]:
            return person
    return None


def allowed(evidence: Evidence) -> Iterator[str]:
    """I9: no event of somebody stands behind their suspension, no words of somebody behind their mute."""
    for room, stream in evidence.streams.items():
        muted, suspended = set(), set()
        for event in stream.events:
            person = about(event, evidence) if event["kind"].startswith("person.") else None
            if event["kind"] in ("person.muted", "person.unmuted"):
                muted = muted | {person} if event["kind"] == "person.muted" else muted - {person}
            elif event["kind"] in ("person.suspended", "person.reinstated"):
                suspended = suspended | {person} if event["kind"] == "person.suspended" else suspended - {person}
            elif event["actor"] in suspended:
                yield f"I9 suspended: {room} seq {event['seq']}: {event['kind']} of somebody suspended"
            elif event["actor"] in muted and event["kind"] in ("post.said", "post.edited"):
                yield f"I9 muted: {room} seq {event['seq']}: {event['kind']} of somebody muted"


def ended(evidence: Evidence) -> Iterator[str]:
    """I9: nothing is read any more once the session has ended or the room has become closed to its reader."""
    over: dict[str, float] = {}
    for entry in evidence.of("did"):
        if entry["do"] == "signout":
            over[entry["who"]] = entry["t"]
    closed = {deed["room"]: deed["t"] for deed in evidence.deeds if deed["what"] == "private"}
    opened: dict[tuple[str, int], float] = {}
    for entry in evidence.of("trying", "heard"):
        who, line = entry["who"], entry["line"]
        if entry["what"] == "trying":
            opened[who, line] = entry["t"]
            continue
        late = entry["t"] - patience(evidence)
        if who in over and opened[who, line] < over[who] < late:
            yield f"I9 read: {who} seq {entry['seq']}: {entry['t'] - over[who]:.1f} s after signing out"
        page = evidence.people[who]
        staff = page["person"] and page["person"]["staff"]
        if not staff and closed.get(page["room"], late) < late:
            yield f"I9 read: {who} seq {entry['seq']}: {entry['t'] - closed[page['room']]:.1f} s after the room was closed to them"


RULES = (unbroken, resumed, together, in_time, as_said, allowed, ended)
