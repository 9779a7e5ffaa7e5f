"""Somebody leaves: no name, no address and no word of theirs is left in the database, and the record still verifies."""

from datetime import timedelta

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
from accounts.models import Act, Mandate, Organisation, User
from dialogue.rooms.models import Post, Room
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
    assert "Somebody who left" in html and "We will pay." in html and "Ada Mensah" not in html
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
