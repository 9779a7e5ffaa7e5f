"""Two hundred people who each post again as soon as they are answered, through the verbs, without sockets. Prints JSON.

`together`: the writer, whose batches grow by themselves. `alone`: the same verb, one transaction for each post.
"""

import asyncio
import json
import sys
from itertools import count
from time import perf_counter
from uuid import uuid4

from tests.bench.inside import begin
from tests.bench.inside.clock import Window

begin()

from accounts.models import User  # noqa: E402
from dialogue.live import bell, threads  # noqa: E402
from dialogue.live.writer import Writer  # noqa: E402
from dialogue.rooms.models import Post, Room  # noqa: E402
from dialogue.rooms.publication import Draft, Publication, publish  # noqa: E402
from tests.bench.stock import WORDS  # noqa: E402

WRITERS = 200


def facts() -> tuple[Room, list[int], int]:
    room = Room.objects.get(slug="bench-0")
    return room, list(User.objects.order_by("pk").values_list("pk", flat=True)), room.posts.count()


async def write(how: str, warm: float, seconds: float) -> dict:
    room, people, before = await threads.reading(facts)
    # Somebody listens, as in every process that serves: so the frames are made, too.
    bell._announced.append(lambda *news: None)
    writer, window, number = Writer(), Window(warm, seconds), count()

    async def one() -> None:
        while window.open():
            n = next(number)
            draft = Draft(
                room.stream_id,
                room.pk,
                people[n % len(people)],
                uuid4(),
                f"{n} {WORDS}"[:300],
                language="en",
                session=None,
            )
            asked = perf_counter()
            # A refusal comes as an exception and ends the trial: there may be none.
            if how == "together":
                await writer.submit(publish, draft)
            else:
                await threads.writing(Publication.one, draft)
            window.count(asked)

    async with asyncio.TaskGroup() as writers:
        for _ in range(WRITERS):
            writers.create_task(one())
    kept = await threads.reading(Post.objects.filter(room=room).count) - before
    if kept != next(number):
        raise AssertionError(f"{kept} posts were kept of those acknowledged")
    return window.told()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(write(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))))
