"""Pages of a room with so many posts, over Django's test client: queries and milliseconds of each. Prints JSON."""

import json
import sys
from statistics import median
from time import perf_counter

from tests.bench.inside import begin

begin()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from dialogue.rooms.models import Room  # noqa: E402
from tests.bench.inside.filling import fill  # noqa: E402

ROUNDS = 15


def queries_and_ms(client: Client, path: str) -> dict[str, float]:
    asked, took = 0, []

    def counting(execute, *query):
        nonlocal asked
        asked += 1
        return execute(*query)

    for _ in range(ROUNDS):
        asked = 0
        with connection.execute_wrapper(counting):
            began = perf_counter()
            answer = client.get(path)
            took.append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise AssertionError(f"{path} answered {answer.status_code}")
    return {"queries": asked, "ms": median(took)}


def main(posts: int) -> dict:
    room = Room.objects.get(slug="bench-0")
    began = perf_counter()
    fill(room, posts)
    filled = perf_counter() - began
    guest = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    reader = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    reader.force_login(User.objects.order_by("pk")[0], "allauth.account.auth_backends.AuthenticationBackend")
    here = f"/rooms/{room.slug}"
    visits = {
        "page": (guest, f"{here}/"),
        "page, signed in": (reader, f"{here}/"),
        "page in the middle": (guest, f"{here}/?before={posts // 2}"),
        "poll near the head": (guest, f"{here}/events/?after={posts - 20}"),
        "posts.json": (guest, f"{here}/posts.json"),
    }
    return {"filled s": filled, **{what: queries_and_ms(*visit) for what, visit in visits.items()}}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
