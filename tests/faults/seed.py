"""`python -m tests.faults.seed NUMBER FILE`: a theme, two rooms and NUMBER people with sessions, written to FILE as JSON."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.conf import settings  # noqa: E402  only after Django is set up
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from accounts.models import User  # noqa: E402
from dialogue.rooms.models import Participant, Room, Theme  # noqa: E402

# The first of them are on the staff.
MODERATORS = 8
# The last ones are members of the closed room.
MEMBERS = 40


def people(number: int) -> list[User]:
    made = [
        User(
            email=f"person{place}@example.org", name=f"Person {place}", country="GH", is_staff=place < MODERATORS,
            password="!", joined_at=timezone.now() - timedelta(days=30),
        )
        for place in range(number)
    ]  # fmt: skip
    made = User.objects.bulk_create(made)
    # What moderators are entrusted with needs a second factor.
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": ""}) for user in made[:MODERATORS]
    )
    return made


def sessions(made: list[User]) -> dict[int, str]:
    store, until = SessionStore(), timezone.now() + timedelta(days=30)
    rows = {}
    for user in made:
        facts = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        rows[user.pk] = Session(session_key=key, session_data=store.encode(facts), expire_date=until)
    Session.objects.bulk_create(rows.values())
    return {pk: row.session_key for pk, row in rows.items()}


def main(number: int, file: Path) -> None:
    theme = Theme.objects.create(slug="rain", titles={"en": "Rain"})
    Room.objects.create(slug="open", theme=theme, titles={"en": "Open"}, languages=["en"])
    inner = Room.objects.create(
        slug="inner", theme=theme, titles={"en": "Inner"}, languages=["en"], visibility=Room.Visibility.MEMBERS
    )
    made = people(number)
    Participant.objects.bulk_create(Participant(room=inner, person=user, member=True) for user in made[-MEMBERS:])
    keys = sessions(made)
    facts = [
        {"id": user.pk, "handle": user.handle, "session": keys[user.pk], "staff": user.is_staff, "member": place >= number - MEMBERS}
        for place, user in enumerate(made)
    ]  # fmt: skip
    file.write_text(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "people": facts}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
