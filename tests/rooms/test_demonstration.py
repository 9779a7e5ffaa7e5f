"""The seven themes every installation has, and the demonstration that only `make run` fills."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from accounts.models import Mandate, Organisation, User
from accounts.models.user import Origin
from accounts.sectors import Sector
from dialogue.live.models import Event
from dialogue.rooms.demonstration.debate import written
from dialogue.rooms.models import Post, Reaction, Room, Theme, Thread
from dialogue.rooms.models.worded import check

pytestmark = pytest.mark.django_db
LANGUAGES = set(dict(configured.LANGUAGES))


@pytest.fixture(scope="module")
def demonstration(kept):
    with kept(), override_settings(DEMONSTRATION=True):
        call_command("demonstrate", verbosity=0)


@pytest.fixture
def filled(demonstration, settings):
    settings.DEMONSTRATION = True


def test_a_new_installation_has_seven_themes_in_every_interface_language():
    call_command("themes", verbosity=0)
    assert Theme.objects.count() == 7
    for theme in Theme.objects.all():
        assert theme.titles.keys() == theme.summaries.keys() == LANGUAGES
        assert all(theme.titles.values()) and all(theme.summaries.values())


def test_what_an_administrator_did_to_the_themes_outlives_the_next_release():
    call_command("themes", verbosity=0)
    Theme.objects.filter(slug="peace").update(titles={"en": "Peace first"})
    Theme.objects.get(slug="racism").delete()
    call_command("themes", verbosity=0)
    assert Theme.objects.get(slug="peace").titles == {"en": "Peace first"}
    assert not Theme.objects.filter(slug="racism").exists()
    call_command("themes", missing=True, verbosity=0)
    assert Theme.objects.get(slug="peace").titles == {"en": "Peace first"}
    assert Theme.objects.filter(slug="racism").exists()


def test_invented_people_stay_out_of_a_forum_of_real_ones(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="SOLIDACTION_MODE=demonstration"):
        call_command("demonstrate", verbosity=0)
    assert not User.objects.exists()


def test_every_theme_has_a_room_that_everyone_may_read(filled):
    assert not Theme.objects.exclude(rooms__visibility=Room.Visibility.PUBLIC).exists()
    for room in Room.objects.all():
        assert room.origin == Origin.DEMONSTRATION
        assert room.titles.keys() == room.questions.keys() == LANGUAGES
        assert room.posts.count() >= 3 and room.stream.broken_at() is None


def test_every_state_a_room_or_post_can_be_in_is_there_to_be_seen(filled):
    rooms, posts, threads = Room.objects.all(), Post.objects.all(), Thread.objects.all()
    assert rooms.filter(visibility=Room.Visibility.MEMBERS, participants__member=True).exists()
    assert rooms.filter(speakers=Room.Speakers.MANDATED).exists()
    assert rooms.filter(slow__gt=0).exists() and rooms.filter(closed_at__isnull=False).exists()
    assert threads.filter(pinned=True).exists() and threads.filter(locked=True, replies__gt=0).exists()
    assert posts.filter(hidden_at__isnull=False).exists() and posts.filter(edited_seq__gt=0).exists()
    assert set(posts.filter(withdrawn_at__isnull=False).values_list("text", flat=True)) == {""}
    assert {"en", "fr", "es", "pt", "ar", "ru", "zh", "sw", "hi"} <= set(posts.values_list("language", flat=True))
    assert set(posts.values_list("sector", flat=True)) == set(Sector.values)
    assert set(Reaction.objects.values_list("kind", flat=True)) == set(Reaction.Kind.values)


def test_what_stands_over_its_rooms_has_the_shape_of_all_others(filled):
    for thing in (*Theme.objects.all(), *Room.objects.all()):
        check(thing, thing.worded())


def test_nobody_in_it_can_be_taken_for_somebody_real(filled):
    assert set(User.objects.values_list("origin", flat=True)) == {Origin.DEMONSTRATION}
    for body in Organisation.objects.all():
        assert body.origin == Origin.DEMONSTRATION and re.search("invent|imagin|متخيَّل", body.name), body
        # No real state is made to speak, and none to be silent.
        assert body.sector not in ("government", "parliament", "international") or body.country == "", body
    for user in User.objects.all():
        assert user.email.endswith("@demonstration.invalid") and not user.has_usable_password()
        assert not user.is_superuser


def test_filling_it_again_changes_nothing(filled):
    before = [model.objects.count() for model in (User, Mandate, Room, Post, Event, Reaction)]
    call_command("demonstrate", verbosity=0)
    assert [model.objects.count() for model in (User, Mandate, Room, Post, Event, Reaction)] == before


def test_an_expired_mandate_is_given_again(filled):
    now = timezone.now()
    Mandate.objects.update(valid_from=now - timedelta(days=2), valid_until=now - timedelta(days=1))
    call_command("demonstrate", verbosity=0)
    assert Mandate.objects.active().filter(accredited_by__is_staff=True).exists()


def test_what_is_written_agrees_with_itself():
    """Every reply answers an earlier post; nobody reacts to themselves."""
    for room in written().values():
        known = set()
        for said in room["said"]:
            assert said.get("reply") in known | {None}, said["text"]
            assert said["who"] not in said.get("felt", {}), said["text"]
            known |= {said.get("id")}
