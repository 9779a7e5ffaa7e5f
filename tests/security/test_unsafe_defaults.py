"""What nobody has thought of does not start, and says in a sentence what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from forum import environment

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {"SOLIDACTION_MODE": "production", "SECRET_KEY": "k" * 50, "ORIGINS": "https://forum.example.org"}
# What an operator forgot or wrote, and a word of the sentence they read.
REFUSED = [
    ({"SOLIDACTION_MODE": ""}, "Set SOLIDACTION_MODE"),
    ({"SOLIDACTION_MODE": "prod"}, "use one of"),
    ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
    ({"SECRET_KEY": "short"}, "at least 50"),
    ({"ORIGINS": ""}, "Set ORIGINS"),
    ({"ORIGINS": "http://forum.example.org"}, "every origin is https"),
    ({"ORIGINS": "https://*.example.org"}, "write scheme and host"),
    ({"REDIS_URL": "redis://redis.example.org:6379/0"}, "has no password"),
    ({"SOLIDACTION_MODE": "demonstration"}, "for this machine only"),
    (
        {
            "SOLIDACTION_MODE": "demonstration",
            "ORIGINS": "http://localhost:8000",
            "DATABASE_URL": "postgres://db/forum",
        },
        "a database of its own",
    ),
]


def start(run: Path, **given: str) -> subprocess.CompletedProcess:
    environ = {"PATH": os.environ["PATH"], "RUN_DIR": str(run), "DJANGO_SETTINGS_MODULE": "forum.settings"} | given
    command = [sys.executable, "-c", "from django.conf import settings; print(settings.MODE, settings.DEBUG)"]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)


def test_a_forum_with_all_that_it_needs_starts_without_debugging(tmp_path):
    assert start(tmp_path, **GOOD).stdout.split() == ["production", "False"]


def test_one_without_a_mode_does_not_whatever_else_is_set(tmp_path):
    refused = start(tmp_path, **GOOD | {"SOLIDACTION_MODE": ""})
    assert refused.returncode and "Set SOLIDACTION_MODE" in refused.stderr


@pytest.mark.parametrize(("wrong", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_what_is_unsafe_is_refused_in_a_sentence(monkeypatch, tmp_path, wrong, told):
    for name in ("DATABASE_URL", "REDIS_URL", *GOOD):
        monkeypatch.delenv(name, raising=False)
    for name, value in (GOOD | wrong).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=told):
        mode = environment.mode()
        environment.secret_key(tmp_path, mode)
        environment.origins(mode)
        environment.database_url(tmp_path, mode)
        environment.redis_url(mode)
