"""What nobody has thought of does not start, and says in a sentence what is missing."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SOLIDACTION_MODE": "production",
    "SECRET_KEY": "k" * 50,
    "ORIGINS": "https://forum.example.org",
    "DATABASE_URL": "postgres://forum:p%40ss@db.example.org/forum",
    "EMAIL_FROM": "Solidaction <forum@example.org>",
}
EVERY = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
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
    ({"DATABASE_URL": ""}, "Set DATABASE_URL"),
    ({"DATABASE_URL": "postgress://forum@db.example.org/forum"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": "postgres://forum:a/b#c@db.example.org/forum"}, "%40 for @, %23 for #"),
    ({"DATABASE_URL": "postgres://forum@db.example.org"}, "DATABASE_URL cannot be read; write"),
    ({"DATABASE_URL": '"postgres://forum@db.example.org/forum"'}, "DATABASE_URL has quotes"),
    ({"SECRET_KEY": f"'{'k' * 50}'"}, "SECRET_KEY has quotes"),
    ({"ORIGINS": "https://fórum.example.org"}, "as browsers send it: https://xn--frum-qqa.example.org"),
    ({"ORIGINS": "https://Forum.example.org:443"}, "as browsers send it: https://forum.example.org"),
    ({"EMAIL_FROM": ""}, "EMAIL_FROM is ''"),
    ({"EMAIL_FROM": "Solidaction forum@example.org"}, "EMAIL_FROM is 'Solidaction forum@example.org'; write it as"),
    ({"EMAIL_TLS": "true"}, "EMAIL_TLS is 'true'; use starttls"),
    ({"EMAIL_PORT": "465", "EMAIL_TLS": "1"}, "EMAIL_PORT is 465"),
    ({"OFFLINE_COPIES": "false"}, "OFFLINE_COPIES is 'false'; use 1 or 0"),
    ({"SOLIDACTION_MODE": "demonstration", "DATABASE_URL": ""}, "for this machine only"),
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
    with pytest.raises(ImproperlyConfigured, match=re.escape(told)):
        read(monkeypatch, tmp_path, **GOOD | wrong)


@pytest.mark.parametrize(("said", "tls", "ssl"), [("", False, False), ("1", True, False), ("implicit", False, True)])
def test_mail_goes_out_with_the_tls_that_was_asked_for(monkeypatch, tmp_path, said, tls, ssl):
    known = read(monkeypatch, tmp_path, **GOOD | {"EMAIL_TLS": said})
    assert (known["EMAIL_USE_TLS"], known["EMAIL_USE_SSL"]) == (tls, ssl)


def test_a_password_of_the_database_may_have_any_sign(monkeypatch, tmp_path):
    assert read(monkeypatch, tmp_path, **GOOD)["DATABASES"]["default"]["PASSWORD"] == "p@ss"


def test_former_keys_are_read_from_the_environment(monkeypatch, tmp_path):
    known = read(monkeypatch, tmp_path, **GOOD | {"SECRET_KEY_FALLBACKS": "last-years, the-one-before"})
    assert known["SECRET_KEY_FALLBACKS"] == ["last-years", "the-one-before"]


def test_an_operator_reads_a_sentence_and_no_traceback(tmp_path):
    command = [sys.executable, "manage.py", "trail"]
    environ = {"PATH": os.environ["PATH"], "RUN_DIR": str(tmp_path)} | GOOD | {"DATABASE_URL": ""}
    told = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert told.returncode and told.stderr.startswith("Set DATABASE_URL") and len(told.stderr.splitlines()) == 1


def read(monkeypatch, run: Path, **given: str) -> dict:
    """The settings with nothing else in the environment."""
    for name in list(os.environ):
        if name in EVERY:
            monkeypatch.delenv(name)
    for name, value in (given | {"RUN_DIR": str(run)}).items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "forum" / "settings.py"))
