"""Fills a database of ours for a run: people with sessions, rooms (bench-0, bench-1, …), posts in the first.

DATABASE_URL=… RUN_DIR=… python -m tests.bench.stock --people 1000 --rooms 1 --posts 0 --keys keys
"""

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.names import skeleton  # noqa: E402
from dialogue.rooms.models import Room, Theme  # noqa: E402
from dialogue.rooms.publication import Draft, publish  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BATCH = 500
WORDS = "We ask for a fund that pays before the flood comes and not after it, with a seat at its table for all. " * 3


def people(number: int) -> list[User]:
    # Not new here: those share a pace.
    joined = timezone.now() - timedelta(days=30)
    named = [
        User(email=f"p{n}@bench.invalid", name=f"Speaker {n}", country="GH", languages=["en"], joined_at=joined)
        for n in range(number)
    ]
    for person in named:
        person.set_unusable_password()
        person.skeleton = skeleton(person.name)
    return User.objects.bulk_create(named, batch_size=BATCH)


def sessions(users: list[User]) -> list[str]:
    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    rows = [
        Session(
            session_key=f"bench{user.pk:027d}",
            session_data=store.encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: BACKEND,
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for user in users
    ]
    Session.objects.bulk_create(rows, batch_size=BATCH)
    return [row.session_key for row in rows]


def rooms(number: int) -> list[Room]:
    theme = Theme.objects.create(slug="bench", titles={"en": "Bench"}, summaries={"en": "Load."})
    titles = {"titles": {"en": "Bench"}, "questions": {"en": "How fast?"}, "languages": ["en"]}
    return [Room.objects.create(slug=f"bench-{n}", theme=theme, **titles) for n in range(number)]


def say(room: Room, users: list[User], number: int) -> None:
    """Posts through the verb every door calls; as many people as the pace of a room asks for."""
    for first in range(0, number, BATCH):
        drafts = [
            Draft(
                room.stream_id,
                room.pk,
                users[n % len(users)].pk,
                uuid4(),
                f"{n} {WORDS}"[:300],
                language="en",
                session=None,
            )
            for n in range(first, min(first + BATCH, number))
        ]
        for draft in drafts:
            draft.prepare()
        for outcome in publish(drafts):
            if isinstance(outcome, Exception):
                raise outcome


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, number in (("people", 1000), ("rooms", 1), ("posts", 0)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--keys", type=Path, required=True, help="where the session keys are written, one a line")
    asked = parser.parse_args()
    call_command("prepare", stdout=sys.stderr)
    users, made = people(asked.people), rooms(asked.rooms)
    asked.keys.write_text("\n".join(sessions(users)))
    say(made[0], users, asked.posts)


if __name__ == "__main__":
    main()
