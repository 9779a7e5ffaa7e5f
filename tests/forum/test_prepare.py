"""`manage.py prepare` does what is needed, and nothing twice."""

import io
import json
import os
import time
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from dialogue.limits.alone import PREPARING
from forum.assets import collecting
from forum.assets.collecting import collect
from forum.management.commands import prepare

FRENCH = """msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Rain"
msgstr "%s"
"""


@pytest.fixture
def catalogue(settings, tmp_path):
    """A written catalogue, in the place where translations are looked for."""
    settings.LOCALE_PATHS = [tmp_path]
    written = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    written.parent.mkdir(parents=True)
    written.write_text(FRENCH % "Pluie", encoding="utf-8")
    return written


def test_translations_are_compiled_once_and_again_when_rewritten(catalogue):
    compiled = catalogue.with_suffix(".mo")
    prepare.compile_messages()
    assert b"Pluie" in compiled.read_bytes()

    compiled.write_bytes(b"left alone")
    prepare.compile_messages()
    assert compiled.read_bytes() == b"left alone"

    catalogue.write_text(FRENCH % "La pluie", encoding="utf-8")
    os.utime(catalogue, (time.time() + 5,) * 2)
    prepare.compile_messages()
    assert b"La pluie" in compiled.read_bytes()


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path):
    source, settings.STATIC_ROOT = tmp_path / "source", tmp_path / "collected"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    (source / "page.css").write_text("a{}")
    collect()
    there = settings.STATIC_ROOT / "page.css"
    assert there.read_text() == "a{}"

    there.write_text("left alone")
    collect()
    assert there.read_text() == "left alone"

    (source / "page.css").write_text("b{} ")
    collect()
    assert there.read_text() == "b{} "


@pytest.fixture
def site(settings, tmp_path):
    """Called with the words of its stylesheet: a version of the forum, collected; the address of the sheet."""
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "collected", [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "forum.assets.storage.AssetStorage"}}
    sheet = tmp_path / "source" / "page.css"
    sheet.parent.mkdir()

    def version(words: str) -> Path:
        sheet.write_text(words)
        collect()
        return (
            settings.STATIC_ROOT
            / json.loads((settings.STATIC_ROOT / collecting.MANIFEST).read_text())["paths"]["page.css"]
        )

    return version


def days_pass(days: int, *files: Path) -> None:
    for file in files:
        os.utime(file, (time.time() - days * 86_400,) * 2)


def test_who_reads_a_page_of_the_version_before_still_gets_its_styles(site):
    first = site("a{}")
    days_pass(60, first)
    second = site("b{}")
    assert first.read_text() == "a{}" and second.read_text() == "b{}"
    days_pass(6, first)
    site("c{}")
    assert first.exists()
    days_pass(8, first)
    fourth = site("d{}")
    assert not first.exists() and second.exists() and fourth.exists()


def test_a_disk_that_is_full_leaves_the_version_that_is_in_use(site, monkeypatch):
    first = site("a{}")

    def full(*_args, **_how):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(collecting, "gather", full)
        with pytest.raises(OSError, match="No space left"):
            site("b{}")
    assert first.read_text() == "a{}" and sorted(first.parent.parent.iterdir()) == [
        first.parent,
        first.parent.parent / "source",
    ]
    assert site("b{}").read_text() == "b{}"


@pytest.mark.django_db
def test_a_database_out_of_reach_is_told_in_a_sentence(monkeypatch):
    def out_of_reach():
        raise OperationalError("disk full")

    monkeypatch.setattr(prepare, "pending", out_of_reach)
    with pytest.raises(CommandError, match=r"The database cannot be used: disk full\. Check"):
        call_command("prepare", stdout=io.StringIO())


@pytest.mark.django_db
def test_a_new_installation_gets_its_themes_and_no_invented_people(django_user_model):
    assert not current.DEMONSTRATION
    call_command("prepare", stdout=io.StringIO())
    call_command("prepare", stdout=io.StringIO())
    from dialogue.rooms.models import Theme

    assert Theme.objects.count() == 7
    assert not django_user_model.objects.exists()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives nobody a time to finish in")
def test_a_migration_may_take_longer_than_a_request(monkeypatch):
    told = []

    def limits(*_asked, **_how) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name LIKE '%_timeout'")
            told.append(dict(cursor.fetchall()))

    monkeypatch.setattr(prepare, "pending", lambda: True)
    monkeypatch.setattr(prepare, "call_command", lambda name, **_how: name == "migrate" and limits())
    call_command("prepare", stdout=io.StringIO())
    limits()
    while_migrating, afterwards = told
    assert while_migrating["statement_timeout"] == while_migrating["idle_in_transaction_session_timeout"] == "0"
    assert while_migrating["lock_timeout"] == afterwards["lock_timeout"] == "3000"
    assert afterwards["statement_timeout"] == "5000" and afterwards["idle_in_transaction_session_timeout"] == "60000"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is on one machine")
def test_the_second_of_two_machines_waits_until_the_first_has_prepared(monkeypatch):
    first, heard = connection.copy(), []

    class Ear(io.StringIO):
        def write(self, words: str) -> int:
            heard.append(words.strip())
            first.cursor().execute("SELECT pg_advisory_unlock(%s)", [PREPARING])
            return len(words)

    monkeypatch.setattr(prepare.Command, "prepare", lambda command: heard.append("prepared"))
    first.cursor().execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    try:
        call_command("prepare", stdout=Ear())
    finally:
        first.close()
    assert "waiting" in heard[0] and heard[1:] == ["prepared"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [PREPARING])
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives nobody a time to finish in")
def test_an_operator_is_told_when_time_limits_never_reach_the_database(monkeypatch):
    monkeypatch.setattr(prepare, "call_command", lambda *_asked, **_how: None)
    for limit, told in (("5s", ""), ("0", "takes no time-outs")):
        heard = io.StringIO()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [limit])
        call_command("prepare", stdout=io.StringIO(), stderr=heard)
        assert (told in heard.getvalue()) and bool(told) == bool(heard.getvalue())
