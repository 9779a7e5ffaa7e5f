"""Somebody leaves: no name, no address and no word of theirs is left in the database, and the record still verifies."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import leaving
from accounts.jobs import empty_the_journal, renew_samples
from accounts.models import Act, Mandate, Organisation, User
from dialogue.rooms.models import Participant, Post, Room
from dialogue.rooms.suspension import suspend
from tests.people import edit, react, say, withdraw

LATER = timedelta(days=15)


@pytest.fixture
def kept_room(theme):
    return Room.objects.create(slug="hall", theme=theme, titles={"en": "Hall"}, record=Room.RecordPolicy.KEPT)


def leave(who) -> None:
    leaving.ask(who)
    assert leaving.finish(timezone.now() + LATER) == 1


def dump() -> str:
    """Every value of every table, whether a model knows it or not, but for the index made of other rows."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("sqlite_"):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(rows).casefold()


TRACES = ("mensah", "ada@", "zanzibarite", "quixotry", "palimpsest")


def test_nothing_of_a_person_is_left_and_the_chain_holds(room, ada, bo, grace):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    first = say(ada, room, "A zanzibarite question.")
    edit(ada, first, "A quixotry of a question.")
    answer = say(bo, room, "An answer.", parent=first.seq)
    react(ada, answer, "agree")
    withdraw(ada, say(ada, room, "A palimpsest."))
    hidden = say(ada, room, "Another palimpsest.")
    hidden.hide(grace)
    person_type = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=grace, content_type=person_type, object_id=str(ada.pk), object_repr=ada.name, action_flag=CHANGE
    )
    before = dump()
    assert all(trace in before for trace in TRACES[:-2])
    leave(ada)
    after = dump()
    assert not [trace for trace in TRACES if trace in after]
    assert room.stream.broken_at() is None
    answer.refresh_from_db()
    assert answer.counts == {} and not ada.participations.exists() and not ada.reactions.exists()
    assert not ada.posts.exclude(country="").exists() and not ada.posts.filter(withdrawn_at=None).exists()
    assert not room.stream.events.filter(kind__in=("post.said", "post.edited"), actor=ada).exclude(salt="").exists()
    assert bo.posts.get().text == "An answer."


def test_reasons_about_them_go_and_the_trail_holds(ada, bo, grace):
    from accounts.grounds import Reason

    body = Organisation.objects.create(slug="isles", name="Isles", sector="society", country="CV")
    now = timezone.now()
    asked = Mandate.ask(ada, body, "palimpsest", now, now + timedelta(days=90)) if body.granted else None
    Act.record("tried", grace, Reason("other", "A zanzibarite reason."), person=ada)
    assert "zanzibarite" in dump()
    leave(ada)
    assert "zanzibarite" not in dump() and not list(Act.faults())
    assert asked is None or "palimpsest" not in dump()


def test_a_kept_room_keeps_words_without_a_name(kept_room, ada, bo, mandate, client):
    official = say(ada, kept_room, "We will pay.", mandate=mandate.pk)
    personal = say(ada, kept_room, "I doubt it.")
    edit(ada, personal, "I do doubt it.")
    leave(ada)
    for post in (official, personal):
        post.refresh_from_db()
    assert official.state == personal.state == "shown" and personal.country == ""
    assert (official.organisation, official.title, official.country) == (mandate.organisation.name, "member", "CV")
    assert not personal.revisions.exists() and kept_room.stream.broken_at() is None
    html = client.get(reverse("room", args=["hall"])).content.decode()
    assert "Someone who left" in html and "We will pay." in html and "Ada Mensah" not in html
    assert reverse("person", args=[ada.handle]) not in html
    assert "mensah" not in dump()


def test_whoever_is_there_is_told(kept_room, room, ada):
    kept, gone = say(ada, kept_room, "Kept."), say(ada, room, "Gone.")
    leave(ada)
    told = lambda place: list(place.stream.events.order_by("seq").values_list("kind", "data__post"))  # noqa: E731
    assert told(kept_room) == [("post.said", None), ("post.unnamed", kept.seq)]
    assert told(room) == [("post.said", None), ("post.withdrawn", gone.seq), ("post.unnamed", gone.seq)]


def test_many_posts_go_in_batches(room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.rooms.holdings.BATCH", 2)
    for number in range(5):
        say(ada, room, f"Word {number}.")
    leave(ada)
    assert not Post.objects.exclude(text="").exists() and room.stream.broken_at() is None
    assert mail.outbox[-1].subject == "Your account was deleted"


def test_no_picture_with_the_name_in_it_is_kept(room, ada):
    say(ada, room, "Words on a picture.")
    caches["pictures"].set("post:1", b"Ada Mensah: Words on a picture.")
    leave(ada)
    assert caches["pictures"].get("post:1") is None


def test_a_body_only_they_asked_for_goes_with_them(ada, bo, grace):
    asked = Organisation.ask(
        ada, name="Zanzibarite Wells", sector="society", level="global", website="https://zanzibarite.example"
    )
    wanted = Organisation.ask(ada, name="Wells for All", sector="society", level="global")
    now = timezone.now()
    Mandate.ask(bo, wanted, "member", now, now + timedelta(days=90))
    assert "zanzibarite" in dump()
    leave(ada)
    assert "zanzibarite" not in dump() and asked not in Organisation.objects.waiting()
    assert wanted in Organisation.objects.waiting(), "somebody else wants to speak for it"
    assert not list(Act.faults())


def test_the_record_does_not_say_for_good_who_was_silenced(room, ada, bo, grace, client):
    say(ada, room, "Hello.")
    suspend(ada, timedelta(days=1), grace, "Spam.")
    participant = Participant.objects.create(room=room, person=ada)
    participant.mute(timezone.now() + timedelta(hours=1), grace)
    silenced = room.stream.events.filter(kind__startswith="person.")
    told = client.get(reverse("events", args=[room.slug]), {"after": 1}).json()["frames"]
    assert [frame["kind"] for frame in map(json.loads, told) if "seq" in frame] == ["person.suspended", "person.muted"]
    assert ada.handle not in str(told) and {event.data == {} for event in silenced} == {True}
    assert all(event.is_of(event.kind, ada.handle) and not event.is_of(event.kind, bo.handle) for event in silenced)
    leave(ada)
    assert set(silenced.values_list("salt", flat=True)) == {""} and room.stream.broken_at() is None


def written() -> bytes:
    """Every byte the database keeps: SQLite's files; of PostgreSQL the pages of its tables, toasted words included."""
    if connection.vendor == "sqlite":
        files = [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal")]
        # By another process: where one that has a database open closes its file, POSIX takes all its locks away.
        command = ["cat", *(str(file) for file in files if file.exists())]
        return subprocess.run(command, check=True, capture_output=True).stdout
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
            "WHERE relkind IN ('r', 't', 'i') AND relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)"
        )
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


def samples() -> bytes:
    """What PostgreSQL's planner remembers of the values in the tables."""
    if connection.vendor == "sqlite":
        return b""
    with connection.cursor() as cursor:
        cursor.execute("SELECT concat_ws(' ', most_common_vals, histogram_bounds, most_common_elems) FROM pg_stats")
        return "\n".join(row[0] for row in cursor.fetchall()).encode()


def readers() -> list[tuple]:
    """Who still reads an older state of this PostgreSQL database, so that it does not write over what is dead."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, backend_type, state, backend_xmin, query FROM pg_stat_activity "
            "WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"
        )
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_them_is_left_in_the_files_of_the_database(room, ada, bo):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What tests before this one said, in tables that are empty now: of those no new sample is taken.
            cursor.execute("DELETE FROM pg_statistic")
    say(bo, room, "I stay.")
    for number in range(30):
        # Short ones are sampled, long ones are compressed and kept elsewhere.
        say(ada, room, f"Zanzibarite {number}. " * (40 if number % 2 else 2))
    assert renew_samples(timezone.now() + LATER) or connection.vendor == "sqlite"
    assert b"Zanzibarite" in written() and b"ada@example.org" in written()
    assert b"Zanzibarite" in samples() or connection.vendor == "sqlite"
    leave(ada)
    mail.outbox.clear()
    renew_samples(timezone.now() + LATER)
    empty_the_journal(timezone.now())
    traces = (b"Zanzibarite", b"zanzibarite", b"ada@example.org", b"Ada Mensah")
    assert not [trace for trace in traces if trace in samples()]
    left = written()
    for _ in range(50 if connection.vendor == "postgresql" else 0):
        # It writes over what is dead by and by, once nobody reads an older state any more, its own housekeeping included;
        # docs/operations.md says how not to wait for that.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL")
        left = written()
        if not any(trace in left for trace in traces):
            break
    for trace in traces:
        assert trace not in left, (trace, readers())
