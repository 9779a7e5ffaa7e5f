"""Low-data mode: chosen on this device, or asked for by the browser; fewer posts, nobody's comings and goings."""

import pytest
from django.urls import reverse

from tests.people import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def debate(room, ada, bo):
    for number in range(30):
        say(ada if number % 2 else bo, room, f"Number {number}")
    return reverse("room", args=[room.slug])


def posts_on(answer) -> int:
    return answer.text.split("<template")[0].count("<live-post")


def test_a_browser_that_saves_data_gets_the_small_page(client, debate):
    whole, small = client.get(debate), client.get(debate, headers={"save-data": "on"})
    assert (posts_on(whole), posts_on(small)) == (30, 8)
    assert "Here now" in whole.text and "Here now" not in small.text
    assert 'data-quiet="1"' in small.text and "<typing-line" not in small.text
    assert "Save-Data" in small["Vary"] and "Save-Data" in whole["Vary"]


def test_nothing_is_out_of_reach_on_the_small_page(client, debate):
    small = client.get(debate, headers={"save-data": "on"})
    first = small.context["page"].before
    earlier = client.get(f"{debate}?before={first}", headers={"save-data": "on"})
    assert posts_on(earlier) == 8


def test_a_guest_chooses_and_the_choice_stays_on_this_device(client, debate):
    answer = client.post(reverse("data-use"), {"low": "1", "next": debate})
    assert answer.status_code == 302 and answer["Location"] == debate
    assert posts_on(client.get(debate)) == 8
    assert set(client.cookies) <= {"sessionid", "csrftoken"}
    client.post(reverse("data-use"), {"low": "0", "next": debate})
    assert posts_on(client.get(debate, headers={"save-data": "on"})) == 30


def test_the_choice_outlives_signing_in(client, debate, ada):
    client.post(reverse("data-use"), {"low": "1"})
    client.force_login(ada)
    assert posts_on(client.get(debate)) == 8


def test_the_switch_leads_nowhere_else(client):
    assert client.post(reverse("data-use"), {"low": "1", "next": "https://evil.example"})["Location"] == "/"
    assert client.get(reverse("data-use")).status_code == 405
