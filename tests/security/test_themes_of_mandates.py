"""A mandate says what it is for by the title of a theme: nobody changes alone what a minister's card says, nor by taking the
theme away and adding it again."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Mandate, Organisation, User
from dialogue.rooms.models import Rewording, Theme
from tests.people import give_factor, person

EVIL = {"en": "Expelling the people of Cabo Verde by force"}


@pytest.fixture
def two(db) -> list[User]:
    return [person(name, is_staff=True, is_superuser=True) for name in ("Sam Okello", "Rosa Lindt")]


@pytest.fixture(params=["mandate", "request", "renewal", "invitation", "ended"])
def named(request, theme, ada, grace) -> Theme:
    """Something names the theme, in which there is no room yet."""
    body = Organisation.objects.establish(slug="isles", name="Assembly of the Isles", sector="parliament", country="CV")
    give_factor(ada)
    now = timezone.now()
    what = {"organisation": body, "title": "member", "themes": ["climate"], "valid_from": now - timedelta(days=1)}
    what["valid_until"] = now + timedelta(days=9)
    if request.param == "request":
        Mandate.ask(ada, **what)
    elif request.param == "invitation":
        Invitation.objects.create(made_by=grace, token_digest="d", expires_at=now, **what)
    else:
        mandate = Mandate.objects.grant(by=(grace, None), person=ada, **what)
        if request.param == "renewal":
            mandate.renew()
            Mandate.objects.filter(pk=mandate.pk).update(themes=[])
        if request.param == "ended":
            mandate.resign(ada)
    return theme


def words(theme: Theme, **others) -> dict:
    stands = {"slug": theme.slug, "place": 1, "titles": theme.titles, "summaries": theme.summaries}
    return {name: value if name == "slug" else json.dumps(value) for name, value in (stands | others).items()}


def test_one_person_words_what_nothing_names(client, theme, ada, mandate, assistant):
    Theme.objects.create(slug="climate-law", titles={"en": "Law"})
    Mandate.objects.filter(pk=mandate.pk).update(themes=["climate-law"])
    client.post(reverse("admin:rooms_theme_change", args=[theme.pk]), words(theme, titles={"en": "Weather"}))
    assert Theme.objects.get(pk=theme.pk).titles == {"en": "Weather"}
    client.post(reverse("admin:rooms_theme_delete", args=[theme.pk]), {"post": "yes"})
    assert not Theme.objects.filter(pk=theme.pk).exists()


@pytest.mark.parametrize("name", Theme.WORDED)
def test_nobody_words_alone_what_a_mandate_names(client, named, assistant, two, name):
    change = reverse("admin:rooms_theme_change", args=[named.pk])
    for who in (assistant, two[0]):
        client.force_login(who)
        assert client.post(change, words(named, place=7, **{name: EVIL})).status_code == 302
    stands = Theme.objects.get(pk=named.pk)
    assert stands.worded() == named.worded() and stands.place == 7


def test_two_administrators_do_by_the_page_of_wordings(client, named, two):
    client.force_login(two[0])
    assert "Climate" in client.get(reverse("rewordings")).content.decode()
    client.post(reverse("theme-rewording", args=["climate"]), {"titles_en": "Weather", "reason": "Shorter."})
    client.force_login(two[1])
    client.post(reverse("rewording-decision", args=[Rewording.objects.get().pk]), {"action": "confirm"})
    assert Theme.objects.get(pk=named.pk).titles == {"en": "Weather"}


def test_nobody_takes_it_away_to_add_another_in_its_place(client, named, assistant, two):
    for who in (assistant, two[0]):
        client.force_login(who)
        client.post(reverse("admin:rooms_theme_delete", args=[named.pk]), {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": [named.pk], "post": "yes"}
        client.post(reverse("admin:rooms_theme_changelist"), chosen)
        assert Theme.objects.filter(pk=named.pk).exists()
    # One may be gone from before.
    Theme.objects.all().delete()
    add = reverse("admin:rooms_theme_add")
    assert "Choose another" in client.post(add, words(named, titles=EVIL)).content.decode()
    assert not Theme.objects.exists()
    client.post(add, words(named, slug="weather"))
    assert Theme.objects.get().slug == "weather"
