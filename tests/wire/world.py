"""A database of its own for the server under trial: one room and its speakers, of whom the first has asked for a body. Run as a
program; prints their sessions."""

import json
import os
import subprocess
import sys

from tests.live.processes import ROOT

# They take turns: nobody may post more than once a second for long.
SPEAKERS = (
    "Ada Mensah",
    "Bo Lindqvist",
    "Chidi Eze",
    "Dana Levi",
    "Eva Novak",
    "Fay Tan",
    "Gil Roa",
    "Hana Sato",
    "Ida Berg",
    "Jo Park",
    "Kai Lund",
    "Lea Roy",
)


def made(environment: dict[str, str]) -> list[str]:
    """The speakers' sessions in the new database that `environment` names."""
    done = subprocess.run([sys.executable, "-m", __name__], cwd=ROOT, env=environment, check=True, capture_output=True)
    return json.loads(done.stdout)


def make() -> list[str]:
    import django

    django.setup()
    from django.core.management import call_command

    from accounts.models import Organisation
    from dialogue.rooms.models import Room, Theme
    from tests.live.lines import session_of
    from tests.people import person

    call_command("migrate", interactive=False, verbosity=0)
    theme = Theme.objects.create(slug="climate", titles={"en": "Climate"})
    Room.objects.create(slug="rain", theme=theme, titles={"en": "Rain"}, languages=["en"])
    speakers = [person(name, country="GH") for name in SPEAKERS]
    Organisation.ask(speakers[0], name="Wells for All", sector="society", level="global", domains=["wells.example"])
    return [session_of(speaker) for speaker in speakers]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    print(json.dumps(make()))
