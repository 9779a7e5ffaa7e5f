"""What must hold of words that were taken out of sight: they are never shown again."""

from collections import defaultdict
from collections.abc import Iterator

from tests.faults.evidence import Evidence
from tests.faults.line_rules import patience

GONE, BACK = ("post.hidden", "post.withdrawn"), ("post.restored",)


def by_order(evidence: Evidence) -> Iterator[str]:
    """On one line, no words of a post come behind the event that took them away."""
    gone: dict[tuple[str, int], set[int]] = defaultdict(set)
    for entry in evidence.of("heard"):
        line, post = (entry["who"], entry["line"]), entry.get("post")
        if entry["kind"] in GONE:
            gone[line].add(post)
        elif entry["kind"] in BACK:
            gone[line].discard(post)
        elif entry.get("hash") and post in gone[line]:
            yield f"hidden: {entry['who']} seq {entry['seq']}: words of post {post} behind their hiding"


def spans(evidence: Evidence) -> dict[tuple[str, int], list[tuple[float, float, int]]]:
    """When the words of a post were certainly out of sight: from when somebody was told, to when a return was first asked."""
    told: dict[tuple[str, int], float] = {}
    for entry in evidence.of("heard"):
        if entry["kind"] in GONE:
            told.setdefault((evidence.people[entry["who"]]["room"], entry["seq"]), entry["t"])
    asked: dict[tuple[str, int], list[float]] = defaultdict(list)
    for entry in evidence.of("asks"):
        if entry["do"] == "restore":
            asked[entry["room"], entry["about"]].append(entry["t"])
    found = defaultdict(list)
    for room, stream in evidence.streams.items():
        for event in stream.events:
            if event["kind"] in GONE and (room, event["seq"]) in told:
                post, begun = event["data"]["post"], told[room, event["seq"]]
                returns = [at for at in asked[room, post] if at > begun]
                if event["kind"] == "post.withdrawn" or not any(
                    later["kind"] in BACK and later["data"]["post"] == post for later in stream.events[event["seq"] :]
                ):
                    returns = []
                found[room, post].append((begun, min(returns, default=float("inf")), event["seq"]))
    return found


def by_time(evidence: Evidence) -> Iterator[str]:
    """Nobody is shown words later than the promised seconds after they went out of sight, in a replay either."""
    hidden, grace = spans(evidence), patience(evidence)
    for entry in evidence.of("heard"):
        if not entry.get("hash"):
            continue
        room, t = evidence.people[entry["who"]]["room"], entry["t"]
        for begun, end, seq in hidden.get((room, entry.get("post")), ()):
            if begun + grace < t < end:
                yield (
                    f"hidden: {entry['who']} seq {entry['seq']}: words of post {entry['post']} {t - begun:.1f} s "
                    f"after event {seq} took them away"
                )


RULES = (by_order, by_time)
