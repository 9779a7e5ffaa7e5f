"""What is known after a run: every client's journal, the database as it stands, samples and logs. Plain SQL and plain JSON."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

STREAMS = """SELECT s.id, coalesce(r.slug, s.name), s.epoch, s.head, s.tally, s.tip
    FROM live_stream s LEFT JOIN rooms_room r ON r.stream_id = s.id"""
EVENTS = "SELECT stream_id, seq, kind, actor_id, key, data, content, salt, at, digest FROM live_event ORDER BY stream_id, seq"
POSTS = """SELECT r.slug, p.seq, p.text, p.html, p.author_id, p.edited_seq, p.hidden_at, p.withdrawn_at, p.counts, p.tally, p.id
    FROM rooms_post p JOIN rooms_room r ON r.id = p.room_id ORDER BY p.seq"""
REVISIONS = """SELECT r.slug, p.seq, v.seq, v.text, v.html FROM rooms_revision v
    JOIN rooms_post p ON p.id = v.post_id JOIN rooms_room r ON r.id = p.room_id"""


@dataclass
class Stream:
    epoch: str
    head: int
    tally: int
    tip: str
    events: list[dict] = field(default_factory=list)


@dataclass
class Evidence:
    """`entries`: all journals, by time. `streams` by the slug of their room. `posts[room][number]`. `people` by client."""

    entries: list[dict] = field(default_factory=list)
    streams: dict[str, Stream] = field(default_factory=dict)
    posts: dict[str, dict[int, dict]] = field(default_factory=lambda: defaultdict(dict))
    people: dict[str, dict] = field(default_factory=dict)
    handles: dict[str, int] = field(default_factory=dict)
    samples: list[dict] = field(default_factory=list)
    logs: dict[str, str] = field(default_factory=dict)
    deeds: list[dict] = field(default_factory=list)
    # What the run says of itself: {"bell": whether it was whole all the time, "clients": n, "settled": moment}.
    facts: dict = field(default_factory=dict)

    def of(self, *whats: str):
        return (entry for entry in self.entries if entry["what"] in whats)


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def gathered(folder: Path, ask, facts: dict) -> Evidence:
    """The evidence of the run in `folder`; `ask(query)` reads its database."""
    found = Evidence(facts=facts, samples=lines_of(folder / "samples.jsonl"), deeds=lines_of(folder / "nemesis.jsonl"))
    for path in sorted(folder.glob("crowd*.jsonl")):
        found.entries += lines_of(path)
    found.entries.sort(key=lambda entry: entry["t"])
    for path in folder.glob("crowd*.json"):
        found.people |= {page["who"]: page for page in json.loads(path.read_text())["pages"]}
    found.logs = {path.stem: path.read_text(errors="replace") for path in folder.glob("*.log")}
    names = {}
    for pk, name, *rest in ask(STREAMS):
        names[pk], found.streams[name] = name, Stream(*rest)
    for row in ask(EVENTS):
        found.streams[names[row[0]]].events.append(event(*row[1:]))
    found.handles = dict(ask("SELECT handle, id FROM accounts_user"))
    votes: dict[int, Counter] = defaultdict(Counter)
    for post, kind, number in ask("SELECT post_id, kind, count(*) FROM rooms_reaction GROUP BY post_id, kind"):
        votes[post][kind] = number
    for room, seq, text, html, author, edited, hidden, withdrawn, counts, tally, pk in ask(POSTS):
        found.posts[room][seq] = {
            "text": text, "html": html, "author": author, "edited": edited, "hidden": bool(hidden),
            "withdrawn": bool(withdrawn), "counts": decoded(counts), "tally": tally, "votes": dict(votes[pk]),
            "former": {},
        }  # fmt: skip
    for room, post, seq, text, html in ask(REVISIONS):
        found.posts[room][post]["former"][seq] = (text, html)
    return found


def event(seq, kind, actor, key, data, content, salt, at, digest) -> dict:
    key = str(UUID(str(key))) if key else None
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return {
        "seq": seq, "kind": kind, "actor": actor, "key": key, "data": decoded(data), "content": content, "salt": salt,
        "at": at, "digest": digest,
    }  # fmt: skip


def decoded(value):
    return json.loads(value) if isinstance(value, str) else value
