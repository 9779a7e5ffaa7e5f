"""Visitors who come back from far, all at once, too often, or never read."""

import asyncio
import time
from collections import Counter
from uuid import uuid4

from tests.faults import measures, probes
from tests.faults.case import Run, case
from tests.faults.nemesis import WebFrozen
from tests.faults.sampling import memory_of

MIB = 1 << 20
PEOPLE = {"clients": 200, "writers": 50}
FEW = {"clients": 60, "writers": 30}


@case(**PEOPLE)
def away(run: Run):
    """Half of the people away for some seconds, again and again."""
    for _ in range(4 if run.full else 2):
        run.wait(1, 2)
        run.world.tell(f"away {run.chance.choice((1, 3))}")
        run.wait(4)


@case(**FEW)
def away_for_long(run: Run):
    """Somebody comes back after 1, 1,000, 4,900 and 5,200 events."""
    run.world.verb("fill", "open", "5200")
    run.wait(1)
    head = run.world.rooms()["open"]["last"]
    for missed in (1, 1_000, 4_900):
        numbers, reloads, seconds = asyncio.run(probes.resume(run.world, head - missed, head))
        whole = not reloads and numbers[:missed] == list(range(head - missed + 1, head + 1))
        run.promise(f"{missed:,} missed events come, without gap", 1, whole, "", least=True)
        run.promise(f"{missed:,} missed events have come", 10.0, seconds)
    _, reloads, _ = asyncio.run(probes.resume(run.world, 0, head))
    run.promise("more than 5,000 missed: the page is loaded", 1, reloads, "", least=True)


@case(**PEOPLE, every_merge=True)
def storm(run: Run):
    """Every line lost at the same moment."""
    run.wait(1)
    began = time.monotonic()
    run.world.tell("cut")
    run.wait(1)
    waited = 0.0
    while not run.world.everybody_live() and waited < 90:
        run.wait(0.1)
        waited = time.monotonic() - began
    run.later("all live again", 60.0, lambda e: max(measures.returns(e, began, began + 1), default=measures.NEVER))


def unread(run: Run, lie: bool) -> None:
    web, number = run.world.webs[0], 200
    run.world.facts["clients"] += number
    before, began = memory_of(web.pid)["rss"], time.monotonic()
    codes = asyncio.run(probes.unread(run.world, web, number, 60 if run.full else 35, lie))
    span = [began, time.monotonic()]
    growth = (run.world.sampler.most(web.name, began) - before) / MIB
    run.promise("memory of the process grew by", 64, growth, "MiB")
    # Whoever has no room left for it never learns the code: their line is cut a second after it.
    run.promise("closed by the server", number, number - codes.count(None), "", least=True)
    run.promise("closed with anything but 4008 or a cut", 0, len(set(codes) - {4008, 1006, None}), "")
    run.remarks.append(f"close codes: {dict(Counter(codes))}")
    run.later("posts seen by the others, p99", 2.0, lambda e: measures.percentile(measures.seen(e, span), 0.99))


@case(**FEW, length=9_500, every=1.0)
def slow_readers(run: Run):
    """200 sockets that never read."""
    unread(run, lie=False)


@case(**FEW, length=9_500, every=1.0)
def lying_readers(run: Run):
    """200 sockets that never read and acknowledge all the same."""
    unread(run, lie=True)


@case(**FEW, every_merge=True)
def flood_in_a_socket(run: Run):
    """100,000 messages at once in one socket."""
    web, person = run.world.webs[0], run.world.stranger()
    began = time.monotonic()
    took, code, growth = asyncio.run(probes.flood(run.world, web, person, 100_000))
    span = [began, time.monotonic()]
    run.promise("the socket is closed", 1.0, took)
    # Whoever still writes when the line is cut never learns the code.
    run.promise("closed with anything but 4029 or a cut", 0, code not in (4029, None), "")
    run.promise("memory of the process grew by", 16, growth / MIB, "MiB")
    run.later("posts seen by the others, p99", 2.0, lambda e: measures.percentile(measures.seen(e, span), 0.99))


@case(**FEW)
def flood_of_sockets(run: Run):
    """1,000 sockets opened at once."""
    began = time.monotonic()
    opened = asyncio.run(probes.crowd_of_sockets(run.world, 1_000, 3))
    span = [began, time.monotonic()]
    run.world.facts["clients"] += 1_000
    run.remarks.append(f"{opened} of 1,000 were let in")
    run.wait(2)
    run.later("posts seen by the others, p99", 2.0, lambda e: measures.percentile(measures.seen(e, span), 0.99))


@case(**FEW, every_merge=True)
def same_key(run: Run):
    """The same post with the same key 100 times at once, over sockets and forms."""
    key, person = str(uuid4()), run.world.stranger()
    command = {"do": "post", "key": key, "text": f"{key} said a hundred times.", "language": "en"}
    answers = asyncio.run(probes.together(run.world, person, command, "posts/", 100))
    numbers = {answer.get("seq") for answer in answers}
    posts = run.world.database.ask(f"SELECT count(*) FROM rooms_post WHERE text LIKE '{key}%'")[0][0]
    run.promise("posts made", 1, posts, "")
    run.promise("different numbers answered", 1, len(numbers), "")
    run.promise("answers", 100, len([answer for answer in answers if "ack" in answer]), "", least=True)


@case(**FEW)
def same_vote(run: Run):
    """The same reaction of one person 100 times at once, over sockets and forms."""
    run.wait(1.5)
    person = run.world.stranger()
    posts = "SELECT min(p.seq) FROM rooms_post p JOIN rooms_room r ON r.id = p.room_id WHERE r.slug = 'open' {}"
    post = run.world.database.ask(posts.format("AND p.withdrawn_at IS NULL"))[0][0]
    command = {"do": "react", "key": str(uuid4()), "post": post, "kind": "solidarity"}
    answers = asyncio.run(probes.together(run.world, person, command, f"posts/{post}/reaction/", 100))
    votes = run.world.database.ask(f"SELECT count(*) FROM rooms_reaction WHERE person_id = {person['id']}")[0][0]
    run.promise("votes", 1, votes, "")
    run.promise("answers", 100, len([answer for answer in answers if "ack" in answer]), "", least=True)


@case(**FEW, every_merge=True)
def older_commands(run: Run):
    """A vote and an edit wait in the socket of a stopped process, newer ones go through another, and it goes on."""
    run.wait(1.5)
    world, person, moment = run.world, run.world.stranger(), lambda: int(time.time() * 1000)

    async def course() -> list[dict]:
        first, second = [await probes.Probe(world, person).open(web, "after=0") for web in world.webs[:2]]
        seq = (await second.asked({"do": "post", "text": "Said.", "language": "en"}))["seq"]
        edit, vote = {"do": "edit", "post": seq, "replaces": seq, "language": "en"}, {"do": "react", "post": seq}
        with run.under(WebFrozen(world, world.webs[0])):
            older = [
                first.asked({**edit, "text": "Older."}),
                first.asked({**vote, "kind": "agree", "pressed": moment()}),
            ]
            waiting = [asyncio.create_task(each) for each in older]
            await asyncio.sleep(1)
            await second.asked({**edit, "text": "Newer."})
            await second.asked({**vote, "kind": "disagree", "pressed": moment()})
        return await asyncio.gather(*waiting)

    answers = asyncio.run(course())
    refused = sum(answer.get("error", {}).get("code") == "conflict" for answer in answers)
    run.promise("older commands refused", 2, refused, "", least=True)
    ask = world.database.ask
    newer = f"SELECT count(*) FROM rooms_post WHERE author_id = {person['id']} AND text LIKE '%Newer.'"
    vote = f"SELECT count(*) FROM rooms_reaction WHERE person_id = {person['id']} AND kind = 'disagree'"
    run.promise("the newer ones stand", 2, ask(newer)[0][0] + ask(vote)[0][0], "", least=True)
