"""Two hundred people react again and again, through the writer; at the end every count is counted anew. Prints JSON."""

import asyncio
import json
import sys
from collections import Counter
from dataclasses import replace
from itertools import count
from time import perf_counter

from tests.bench.inside import begin
from tests.bench.inside.clock import Window

begin()

from accounts.models import User  # noqa: E402
from dialogue.live import bell, threads  # noqa: E402
from dialogue.live.writer import Writer  # noqa: E402
from dialogue.rooms import budgets  # noqa: E402
from dialogue.rooms.models import Reaction, Room  # noqa: E402
from dialogue.rooms.models.reaction import Wish  # noqa: E402

KINDS = [*Reaction.Kind.values, None]


def facts(posts: int) -> tuple[Room, list[int], list[int]]:
    room = Room.objects.get(slug="bench-0")
    people = list(User.objects.order_by("pk").values_list("pk", flat=True)[:200])
    return room, people, list(room.posts.order_by("seq").values_list("seq", flat=True)[:posts])


def wrong(room: Room) -> int:
    """Posts whose counts are not what a recount finds."""
    recount: dict[int, Counter] = {}
    for post, kind in Reaction.objects.filter(post__room=room).values_list("post", "kind"):
        recount.setdefault(post, Counter())[kind] += 1
    return sum(counts != dict(recount.get(pk, {})) for pk, counts in room.posts.values_list("pk", "counts"))


async def react(posts: int, warm: float, seconds: float) -> dict:
    room, people, seqs = await threads.reading(facts, posts)
    bell._announced.append(lambda *news: None)
    # Counted as ever, but nobody reacts as often as this.
    budgets.REACTIONS = replace(budgets.REACTIONS, ceiling=10**9)
    writer, window, number = Writer(), Window(warm, seconds), count()

    async def one(person: int) -> None:
        while window.open():
            n = next(number)
            wish = Wish(room.stream_id, room.pk, person, seqs[n % len(seqs)], KINDS[n // 7 % len(KINDS)], session=None)
            asked = perf_counter()
            await writer.submit(Reaction.objects.express, wish)
            window.count(asked)

    async with asyncio.TaskGroup() as reacting:
        for person in people:
            reacting.create_task(one(person))
    if miscounted := await threads.reading(wrong, room):
        raise AssertionError(f"{miscounted} posts show counts that a recount does not find")
    return window.told()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(react(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))))
