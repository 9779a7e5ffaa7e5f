"""`python -m tests.faults.verbs VERB …`: what a host does beside the web processes, in a process of its own.

private ROOM      only members may read the room from now on
renew-epochs      as after a backup was restored
fill ROOM NUMBER  that many posts of many people
"""

import os
import sys
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()

from accounts.models import User  # noqa: E402  only after Django is set up
from dialogue.live.models import Stream  # noqa: E402
from dialogue.rooms.models import Room  # noqa: E402
from dialogue.rooms.publication import Draft, publish  # noqa: E402
from dialogue.rooms.wording import Wording  # noqa: E402

BATCH = 500


def private(slug: str) -> None:
    room = Room.objects.get(slug=slug)
    room.visibility = Room.Visibility.MEMBERS
    room.save()


def renew_epochs() -> None:
    Stream.objects.renew_epochs()


def fill(slug: str, number: str) -> None:
    room, people = Room.objects.get(slug=slug), list(User.objects.filter(is_staff=False)[:250])
    for start in range(0, int(number), BATCH):
        drafts = []
        for place in range(start, min(start + BATCH, int(number))):
            key, who = uuid4(), people[place % len(people)]
            draft = Draft(room.stream_id, room.pk, who.pk, key, f"{key} fills the room.", language="en", session=None)
            draft.wording = Wording(draft.text, f"<p>{draft.text}</p>", "en", draft.text)
            drafts.append(draft)
        assert all(isinstance(outcome, dict) for outcome in publish(drafts))


VERBS = {"private": private, "renew-epochs": renew_epochs, "fill": fill}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
