"""What the measures without a server do to our code: each a program that runs on the server's core and prints JSON."""

import json
import os
import subprocess
import sys

from forum.server import ROOT
from tests.bench import cores
from tests.bench.databases import Stock


class TrialFailed(Exception):
    """The program ended with an error; the text is what it said."""


def tried(name: str, stock: Stock, *words: object) -> dict:
    """What `python -m tests.bench.inside.<name>` prints about this database."""
    command = [sys.executable, "-m", f"tests.bench.inside.{name}", *map(str, words)]
    with cores.on(cores.SERVER):
        done = subprocess.run(command, cwd=ROOT, env=stock.environment(0), capture_output=True, text=True)
    if done.returncode:
        raise TrialFailed(f"{' '.join(command[2:])}\n{done.stderr}")
    return json.loads(done.stdout)


def begin() -> None:
    """For a program of this folder: Django, with the settings the environment gives."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    django.setup()
