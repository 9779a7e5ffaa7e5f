"""Where the voices come from: counted as they speak, and told without flattery."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from dialogue.atlas import world
from dialogue.rooms.charts import READ, Activity, ceiling, stacked
from dialogue.rooms.geography import Geography
from dialogue.rooms.models import Post, Room
from dialogue.rooms.templatetags.world import room_map
from tests.people import person, say


def at(room: Room) -> Geography:
    return Geography([Room.objects.get(pk=room.pk)])


def test_a_post_counts_for_the_country_of_the_body_it_speaks_for(room, ada, bo, mandate):
    say(ada, room, "As Ada.")
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    say(bo, room, "As Bo.")
    room.refresh_from_db()
    assert room.places == {"GH citizen": 1, "CV parliament": 1, "SE citizen": 1}
    assert sum(room.places.values()) == room.posts_count


def test_what_was_said_before_the_count_began_is_counted_once(room, ada, bo):
    say(ada, room, "Before.")
    say(bo, room, "Before, too.")
    counted = Room.objects.get(pk=room.pk).places
    Room.objects.update(places={})
    import_module("dialogue.rooms.migrations.0005_places").count(apps, None)
    assert Room.objects.get(pk=room.pk).places == counted


def test_who_has_not_been_heard_is_named(room, ada, mandate):
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    gaps = {gap["sector"]: gap for gap in at(room).gaps}
    assert gaps["government"]["silent"] and gaps["citizen"]["silent"]
    assert "Africa" not in {region.name for region in gaps["parliament"]["regions"]}
    assert {region.name for region in gaps["parliament"]["regions"]} == {"Asia", "Europe", "Americas", "Oceania"}


def test_a_sector_that_spoke_without_a_country_is_not_called_silent(room):
    say(person("Nobody Nowhere"), room, "From nowhere.")
    citizen = next(gap for gap in at(room).gaps if gap["sector"] == "citizen")
    assert not citizen["silent"] and citizen["nowhere"]
    assert at(room).nowhere.posts == 1 and at(room).spoken == 0


def test_the_page_names_countries_in_the_language_of_the_reader(client, room, ada, bo):
    say(ada, room, "Hello.")
    say(bo, room, "Hello.")
    client.cookies["django_language"] = "fr"
    page = client.get(reverse("room-world", args=[room.slug])).content.decode()
    assert "Suède" in page and "Ghana" in page and 'class="map__said-1"' in page
    assert world.path(["GH", "SE"]) in page


def test_mallory_learns_nothing_of_a_members_room_from_the_world(client, members_room, ada, mallory):
    members_room.admit(ada)
    say(ada, members_room, "Between us.")
    client.force_login(mallory)
    assert client.get(reverse("room-world", args=[members_room.slug])).status_code == 404
    seen = client.get(reverse("world"))
    assert seen.context["geography"].spoken == 0 and seen.context["activity"].posts == 0
    client.force_login(ada)
    assert client.get(reverse("world")).context["geography"].spoken == 1


def test_the_world_can_be_seen_for_one_theme(client, room, ada):
    say(ada, room, "Hello.")
    assert client.get(reverse("world"), {"theme": "climate"}).context["geography"].spoken == 1
    assert client.get(reverse("world"), {"theme": "no-such-theme"}).status_code == 404


def test_the_page_takes_few_queries_however_much_was_said(client, room, ada, bo, django_assert_max_num_queries):
    for number in range(30):
        say(ada if number % 2 else bo, room, f"Number {number}")
    with django_assert_max_num_queries(6):
        client.get(reverse("room-world", args=[room.slug]))


def test_the_small_map_asks_the_database_nothing(room, ada, django_assert_num_queries):
    say(ada, room, "Hello.")
    room = Room.objects.get(pk=room.pk)
    with django_assert_num_queries(0):
        assert room_map(room)["geography"].spoken == 1


def test_bars_begin_at_zero_and_the_longest_fills_the_line():
    assert stacked(Counter(government=1, citizen=3), 4) == [
        {"sector": "government", "x": "0.00", "width": "25.00"},
        {"sector": "citizen", "x": "25.00", "width": "75.00"},
    ]
    assert stacked(Counter(citizen=1), 4)[0]["width"] == "25.00" and stacked(Counter(), 0) == []
    assert [ceiling(most) for most in (0, 1, 3, 6, 11, 100, 101)] == [1, 1, 5, 10, 20, 100, 200]


NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def said(room, ada, *ages: timedelta) -> None:
    """Posts of these ages at noon."""
    for age in ages:
        post = say(ada, room, f"{age} ago.")
        Post.objects.filter(pk=post.pk).update(at=NOON - age)


@pytest.mark.parametrize("oldest,by_days,slots", [(timedelta(hours=30), False, 24), (timedelta(days=9), True, 30)])
def test_a_young_room_is_drawn_by_hours_an_old_one_by_days(room, ada, oldest, by_days, slots):
    said(room, ada, oldest, timedelta(hours=2), timedelta(0))
    activity = Activity(room.posts.order_by("-seq"), NOON)
    assert activity.by_days is by_days and len(activity.slots) == slots
    assert activity.posts == (3 if by_days else 2)


def test_a_hot_room_is_drawn_by_the_span_that_was_read_whole(room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.rooms.charts.READ", 4)
    said(room, ada, timedelta(days=40), *(timedelta(minutes=m) for m in (170, 130, 10, 1)))
    activity = Activity(room.posts.order_by("-seq"), NOON)
    assert activity.lasts == timedelta(minutes=5) and activity.posts == 2 and not activity.cut
    assert READ == 5000


def test_every_part_of_a_bar_stands_on_the_part_below(room, ada, bo, mandate):
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    say(bo, room, "As Bo.")
    bars = Activity(room.posts.order_by("-seq")).bars
    assert [bar["sector"] for bar in bars] == ["parliament", "citizen"]
    parliament, citizen = ({name: float(bar[name]) for name in ("y", "height")} for bar in bars)
    assert parliament["y"] + parliament["height"] == 160 and citizen["y"] + citizen["height"] == parliament["y"]


def test_an_empty_world_says_so(client, room):
    with override("en"):
        page = client.get(reverse("room-world", args=[room.slug])).content.decode()
    assert "No posts with a country yet" in page and "No recent posts" in page
