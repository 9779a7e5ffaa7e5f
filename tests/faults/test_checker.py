"""The checker sees what it should: for each invariant a hand-made run in which all is well, and one in which it is broken."""

import hashlib
import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.checker import violations
from tests.faults.evidence import Evidence, Stream

ADA, BO = 1, 2
A, B, C = (f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2, 3))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def html(key: str) -> str:
    return f"<p>{key} says something.</p>"


def event(seq: int, kind: str, actor: int, key: str | None = None, **data) -> dict:
    return {
        "seq": seq, "kind": kind, "actor": actor, "key": key, "data": data, "content": "", "salt": "", "at": NOON,
        "digest": "",
    }  # fmt: skip


def sealed(events: list[dict]) -> Stream:
    """The record as the server's documentation describes it: each digest over the one before and what stands here."""
    tip = ""
    for one in events:
        facts = [
            tip,
            *(one[name] for name in ("seq", "kind", "actor", "key", "data", "content")),
            one["at"].isoformat(),
        ]
        tip = one["digest"] = hashlib.sha256(
            json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()
    return Stream("e", len(events), 1, tip, events)


def post(key: str, author: int, **more) -> dict:
    facts = {"text": f"{key} says something.", "html": html(key), "author": author, "edited": 0, "hidden": False}
    return facts | {"withdrawn": False, "counts": {}, "tally": 0, "votes": {}, "former": {}} | more


def heard(t: float, who: str, seq: int, kind: str = "post.said", key: str | None = None, line: int = 1, **more) -> dict:
    facts = {"t": t, "who": who, "what": "heard", "line": line, "seq": seq, "kind": kind, "post": seq} | more
    if key:
        facts |= {"words": key, "hash": hashlib.sha256(html(key).encode()).hexdigest()[:16]}
    return facts


def sent(t: float, who: str, key: str, line: int = 1) -> dict:
    text = f"{key} says something."
    return {"t": t, "who": who, "what": "sent", "key": key, "do": "post", "line": line, "room": "open", "text": text}


def acked(t: float, who: str, key: str, seq: int) -> dict:
    return {"t": t, "who": who, "what": "acked", "key": key, "seq": seq, "do": "post"}


@pytest.fixture
def run() -> Evidence:
    """Ada says two things, Bo hides the second and hears everything; both stay until the end."""
    found = Evidence(facts={"bell": True, "clients": 2, "settled": 0})
    events = [
        event(1, "post.said", ADA, A, thread=None), event(2, "post.said", ADA, B, thread=None),
        event(3, "post.hidden", BO, post=2),
    ]  # fmt: skip
    found.streams["open"] = sealed(events)
    found.posts["open"] = {1: post(A, ADA, counts={"agree": 1}, votes={"agree": 1}), 2: post(B, ADA, hidden=True)}
    person = {"id": ADA, "staff": False}
    found.people = {"ada": {"room": "open", "person": person}, "bo": {"room": "open", "person": {"staff": True}}}
    found.handles = {"ada-handle": ADA}
    for who in ("ada", "bo"):
        found.entries += [
            {"t": 0.0, "who": who, "what": "loaded", "epoch": "e", "last": 0},
            {"t": 0.1, "who": who, "what": "trying", "line": 1, "port": 1},
            {"t": 0.2, "who": who, "what": "opened", "line": 1, "port": 1, "after": 0, "room": "open"},
            heard(1.2, who, 1, key=A), heard(2.2, who, 2, key=B), heard(3.2, who, 3, "post.hidden", post=2),
            {"t": 9.0, "who": who, "what": "end", "room": "open", "last": 3, "live": True, "left": False, "waiting": 0,
             "counts": {"1": [1, {"agree": 1}]}},
        ]  # fmt: skip
    found.entries += [sent(1.0, "ada", A), acked(1.1, "ada", A, 1), sent(2.0, "ada", B), acked(2.1, "ada", B, 2)]
    found.samples = [{"t": t, "web": "web0", "start": 1, "rss": 1 << 27, "files": 60, "threads": 9} for t in (1, 2)]
    found.samples.append({"t": 1, "connections": 8})
    found.logs = {"web0": "2026-11-24 WARNING dialogue.live.bell: The bell is silent\n"}
    found.entries.sort(key=lambda entry: entry["t"])
    return found


def add(run: Evidence, *entries: dict) -> None:
    run.entries = sorted([*run.entries, *entries], key=lambda entry: entry["t"])


def only(run: Evidence, who: str, what: str, **facts) -> dict:
    """The one entry like this."""
    return next(e for e in run.entries if (e["who"], e["what"]) == (who, what) and facts.items() <= e.items())


def test_a_run_in_which_all_is_well_has_no_violation(run):
    assert violations(run) == []


def lost(run):
    run.streams["open"] = sealed(run.streams["open"].events[:1])
    del run.posts["open"][2]


def renumbered(run):
    only(run, "ada", "acked", key=B)["seq"] = 1


def other_words(run):
    run.posts["open"][1]["text"] = f"{A} says something else."


def unanswered(run):
    only(run, "ada", "end")["waiting"] = 1


def invented(run):
    add(run, heard(4.0, "bo", 4, key=C))


def other_kind(run):
    only(run, "bo", "heard", seq=3)["kind"] = "post.withdrawn"


def other_order(run):
    only(run, "bo", "heard", seq=1)["words"], only(run, "bo", "heard", seq=2)["words"] = B, A


def words_of_nobody(run):
    only(run, "bo", "heard", seq=1)["words"] = C


def changed_on_the_way(run):
    only(run, "bo", "heard", seq=1)["hash"] = "0" * 16


def said_twice(run):
    run.streams["open"] = sealed([*run.streams["open"].events, event(4, "post.said", ADA, A, thread=None)])
    run.posts["open"][4] = post(A, ADA)


def two_numbers(run):
    add(run, acked(2.5, "ada", A, 2))


def shown_twice(run):
    add(run, heard(3.3, "bo", 3, "post.hidden", post=2))


def left_out(run):
    run.entries.remove(only(run, "bo", "heard", seq=2))


def swapped(run):
    one, two = only(run, "bo", "heard", seq=1), only(run, "bo", "heard", seq=2)
    one["t"], two["t"] = two["t"], one["t"]
    add(run)


def not_resumed(run):
    only(run, "bo", "end")["last"] = 5


def behind(run):
    run.entries.remove(only(run, "bo", "heard", seq=3))
    only(run, "bo", "end")["last"] = 2


def never_back(run):
    only(run, "bo", "end")["live"] = False


def before_what_was_acknowledged(run):
    only(run, "ada", "acked", key=B)["t"] = 0.5
    only(run, "ada", "sent", key=B)["t"] = 0.4
    add(run)


def overtaken(run):
    only(run, "ada", "sent", key=B)["t"] = 0.9
    only(run, "ada", "acked", key=A)["t"] = 3.0
    add(run)


def in_spite_of(kind: str):
    def suspended(run):
        mark = event(2, kind, BO) | {"salt": "s", "content": hashlib.sha256(b"sada-handle").hexdigest()}
        run.streams["open"] = sealed([event(1, "post.said", ADA, A, thread=None), mark, event(3, "post.said", ADA, B)])

    return suspended


def signed_out(run):
    add(run, {"t": 0.5, "who": "bo", "what": "did", "do": "signout", "about": None, "room": "open"})


def not_a_member(run):
    run.deeds.append({"t": 0.5, "what": "private", "room": "open"})


def hidden_and_shown_again(run):
    add(run, heard(3.4, "ada", 2, key=B, line=1))


def hidden_and_replayed(run):
    add(
        run, {"t": 6.0, "who": "bo", "what": "trying", "line": 2, "port": 1},
        {"t": 6.1, "who": "bo", "what": "opened", "line": 2, "port": 1, "after": 1, "room": "open"},
        heard(6.2, "bo", 2, key=B, line=2),
    )  # fmt: skip


def tampered(run):
    run.streams["open"].events[0]["at"] += timedelta(seconds=1)


def miscounted(run):
    run.posts["open"][1]["votes"] = {"agree": 2}


def shown_another_count(run):
    only(run, "bo", "end")["counts"] = {"1": [1, {"agree": 7}]}


def grown(run):
    run.samples.append({"t": 3, "web": "web0", "start": 1, "rss": 1 << 28, "files": 60, "threads": 9})


def many(name: str):
    def leaking(run):
        run.samples.append({"t": 3, "web": "web0", "start": 1, "rss": 1 << 27, "files": 60, "threads": 9} | {name: 900})

    return leaking


def traceback(run):
    run.logs["web0"] += 'Traceback (most recent call last):\n  File "x.py"\nKeyError: 7\n'


BROKEN = {
    "I1 lost": [lost, renumbered], "I1 changed": [other_words], "I1 unanswered": [unanswered],
    "I2 phantom": [invented, other_kind, words_of_nobody], "I2 changed": [changed_on_the_way],
    "I3 doubled": [shown_twice], "I4 order": [other_order, swapped], "I5 gap": [left_out, not_resumed],
    "I6 behind": [behind], "I6 away": [never_back], "I7 order": [before_what_was_acknowledged],
    "I8 order": [overtaken], "I9 suspended": [in_spite_of("person.suspended")], "I9 muted": [in_spite_of("person.muted")],
    "I9 read": [signed_out, not_a_member], "I10 doubled": [said_twice, two_numbers],
    "hidden": [hidden_and_shown_again, hidden_and_replayed], "chain": [tampered],
    "votes": [miscounted, shown_another_count], "I11 growth": [grown], "I11 files": [many("files")],
    "I11 threads": [many("threads")], "I11 connections": [many("connections")], "I11 traceback": [traceback],
}  # fmt: skip


@pytest.mark.parametrize(
    "name,breach", [(name, breach) for name, breaches in BROKEN.items() for breach in breaches],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)  # fmt: skip
def test_a_breach_is_seen_and_named(run, name, breach):
    assert violations(run) == []
    broken = deepcopy(run)
    breach(broken)
    assert any(line.startswith(name) for line in violations(broken)), violations(broken)


def test_without_the_bell_reading_may_end_three_seconds_later(run):
    add(run, {"t": 0.5, "who": "bo", "what": "did", "do": "signout", "about": None, "room": "open"})
    run.facts["bell"] = False
    assert violations(run) == []


def test_a_post_that_was_restored_may_be_shown_again(run):
    run.streams["open"] = sealed([*run.streams["open"].events, event(4, "post.restored", BO, post=2)])
    add(run, {"t": 5.5, "who": "bo", "what": "asks", "do": "restore", "about": 2, "room": "open"})
    hidden_and_replayed(run)
    add(run, heard(6.3, "bo", 3, "post.hidden", line=2, post=2))
    for who in ("ada", "bo"):
        line = 2 if who == "bo" else 1
        add(run, heard(6.5, who, 4, "post.restored", key=B, line=line, post=2))
        only(run, who, "end")["last"] = 4
    assert violations(run) == []
