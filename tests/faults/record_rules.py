"""What must hold of the record and of what clients were told about it: nothing lost, nothing invented, nothing twice."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.evidence import Evidence


def numbered(evidence: Evidence, room: str, seq: int) -> dict | None:
    stream = evidence.streams.get(room)
    return stream.events[seq - 1] if stream and 0 < seq <= len(stream.events) else None


def kept(evidence: Evidence) -> Iterator[str]:
    """I1: what was acknowledged is in the database, under its number, with its words."""
    sent = {entry["key"]: entry for entry in evidence.of("sent")}
    for entry in evidence.of("acked"):
        if entry["do"] == "react":
            continue
        who, key, seq = entry["who"], entry["key"], entry["seq"]
        if key not in sent:
            yield f"I1 {who} seq {seq}: acknowledged, but never sent: {key}"
            continue
        room = sent[key]["room"]
        event = numbered(evidence, room, seq)
        if event is None or event["key"] != key:
            yield f"I1 lost: {who} seq {seq}: acknowledged {key}, the database has {event and event['key']}"
            continue
        text = words_at(evidence, room, event)
        if text is not None and text != sent[key].get("text"):
            yield f"I1 changed: {who} seq {seq}: the words in the database are not those that were sent"
    for entry in evidence.of("end"):
        # Whoever was sent away for good has nobody left to answer them.
        if entry["waiting"] and not entry["left"]:
            yield f"I1 unanswered: {entry['who']}: {entry['waiting']} commands were never answered"


def words_at(evidence: Evidence, room: str, event: dict) -> str | None:
    """The words an event said; None when they are erased or it said none."""
    if event["kind"] not in ("post.said", "post.edited"):
        return None
    number = event["seq"] if event["kind"] == "post.said" else event["data"]["post"]
    post = evidence.posts[room].get(number)
    if post is None:
        return "(there is no such post)"
    if post["withdrawn"]:
        return None
    return post["text"] if (post["edited"] or number) == event["seq"] else post["former"].get(event["seq"], ("",))[0]


def real(evidence: Evidence) -> Iterator[str]:
    """I2, I4: what a client was shown is what the database has under that number; so all clients were shown one order."""
    about = {
        event["key"]: (room, event["data"].get("post", event["seq"]) if event["kind"] != "post.said" else event["seq"])
        for room, stream in evidence.streams.items()
        for event in stream.events
        if event["key"]
    }
    hashes = {
        (room, key): hash_of(post, seq)
        for room, posts in evidence.posts.items()
        for number, post in posts.items()
        if not post["withdrawn"]
        for seq in {number, *post["former"], post["edited"] or number}
        if (event := numbered(evidence, room, seq)) and (key := event["key"])
    }
    for entry in evidence.of("heard"):
        who, seq, room = entry["who"], entry["seq"], evidence.people[entry["who"]]["room"]
        event = numbered(evidence, room, seq)
        if event is None or event["kind"] != entry["kind"]:
            yield f"I2 phantom: {who} seq {seq}: shown {entry['kind']}, the database has {event and event['kind']}"
            continue
        post = event["seq"] if event["kind"] == "post.said" else event["data"].get("post")
        if entry.get("post") != post:
            yield f"I4 order: {who} seq {seq}: shown of post {entry.get('post')}, the database has post {post}"
        words = entry.get("words")
        if words and about.get(words) is None:
            yield f"I2 phantom: {who} seq {seq}: shown words nobody's record has: {words}"
        elif words and about[words] != (room, post):
            yield f"I4 order: {who} seq {seq}: shown the words of {about[words]}, the database has post {post}"
        elif words and hashes.get((room, words), entry["hash"]) != entry["hash"]:
            yield f"I2 changed: {who} seq {seq}: the words shown are not those in the database"


def hash_of(post: dict, seq: int) -> str:
    html = post["former"][seq][1] if seq in post["former"] else post["html"]
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def once(evidence: Evidence) -> Iterator[str]:
    """I3, I10: each key is in the database once at most; each post with these words too; what was acknowledged once exactly."""
    keys = Counter(event["key"] for stream in evidence.streams.values() for event in stream.events if event["key"])
    said = Counter(
        post["text"][:36] for posts in evidence.posts.values() for post in posts.values() if not post["withdrawn"]
    )
    senders = {entry["key"]: entry for entry in evidence.of("sent")}
    for key, entry in senders.items():
        if keys[key] > 1 or said[key] > 1:
            yield f"I10 doubled: {entry['who']}: key {key} made {keys[key]} events and {said[key]} posts"
    acked: dict[str, set] = defaultdict(set)
    for entry in evidence.of("acked"):
        acked[entry["key"]].add(entry["seq"])
    for key, numbers in acked.items():
        if len(numbers) > 1:
            yield f"I10 doubled: key {key} was acknowledged with the numbers {sorted(numbers)}"


def chained(evidence: Evidence) -> Iterator[str]:
    """The numbers have no gap, the digests follow from each other, and the head is the last of them."""
    for room, stream in evidence.streams.items():
        tip = ""
        for number, event in enumerate(stream.events, 1):
            facts = [
                tip, event["seq"], event["kind"], event["actor"], event["key"], event["data"], event["content"],
                event["at"].isoformat(),
            ]  # fmt: skip
            text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
            tip = hashlib.sha256(text.encode()).hexdigest()
            if event["seq"] != number or event["digest"] != tip:
                yield f"chain: {room} seq {number}: the record is broken here"
                break
        else:
            if (stream.head, stream.tip) != (len(stream.events), tip):
                yield f"chain: {room}: the head says {stream.head}, the record ends at {len(stream.events)}"


def counted(evidence: Evidence) -> Iterator[str]:
    """One vote for each person; the counts are those of the votes, in the database and on every live page."""
    for room, posts in evidence.posts.items():
        for number, post in posts.items():
            if post["counts"] != post["votes"]:
                yield f"votes: {room} post {number}: counted {post['counts']}, there are {post['votes']}"
    for entry in evidence.of("end"):
        if not entry["live"]:
            continue
        posts = evidence.posts[entry["room"]]
        for number, (_, counts) in entry["counts"].items():
            if int(number) not in posts or posts[int(number)]["counts"] != counts:
                yield f"votes: {entry['who']} post {number}: shown {counts}"


RULES = (kept, real, once, chained, counted)
