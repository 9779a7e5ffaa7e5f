"""The forum as an app: what browsers are told when somebody installs it, and whose copies they may keep."""

import pytest
from django.urls import reverse

from forum import installation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language,direction", [("en", "ltr"), ("ar", "rtl"), ("pt-br", "ltr")])
def test_the_manifest_is_in_the_language_of_the_page(client, language, direction):
    page = client.get("/", headers={"accept-language": language}).text
    assert f'<link rel="manifest" href="/manifest.webmanifest?language={language}">' in page
    facts = client.get(f"/manifest.webmanifest?language={language}")
    assert facts["Content-Type"] == "application/manifest+json"
    assert (facts.json()["lang"], facts.json()["dir"]) == (language, direction)
    assert facts.json()["short_name"] == "Solidaction" and facts.json()["display"] == "standalone"


def test_what_the_manifest_leads_to_is_there(client):
    facts = client.get("/manifest.webmanifest?language=xx").json()
    assert {icon["purpose"] for icon in facts["icons"]} == {"any", "maskable"}
    for shortcut in facts["shortcuts"]:
        assert client.get(shortcut["url"]).status_code in (200, 302)


def test_the_worker_stands_at_the_root_and_is_asked_for_anew_each_time(client, settings):
    settings.OFFLINE_COPIES = True
    installation.copies.cache_clear()
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    assert answer.text.startswith('const SETTINGS = {"version": "') and "addEventListener" in answer.text
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_switched_off_it_takes_itself_away_and_no_page_asks_for_it(client, settings):
    settings.OFFLINE_COPIES = False
    assert "unregister" in client.get("/sw.js").text
    assert "data-copies" not in client.get("/").text
    settings.OFFLINE_COPIES = True
    assert "data-copies" in client.get("/").text


def test_only_a_page_that_may_be_kept_is_fetched_again_by_the_first_visit(client, settings, ada, grace):
    """Of a form for a passkey that would draw another challenge, and the one on show would fit no more."""
    settings.OFFLINE_COPIES = True
    for path in ("/", "/about/", "/accounts/login/", "/fr/accounts/signup/", "/nowhere/"):
        answer = client.get(path)
        assert ('data-copies="page"' in answer.text) == ("X-Copy" in answer.headers) == (path in ("/", "/about/")), path
    client.force_login(grace)
    assert "data-copies>" in client.get("/about/").text.replace(" data-reader", ">")


def test_the_page_without_a_line_says_nothing_of_anybody(client, ada):
    client.force_login(ada)
    page = client.get("/offline/")
    assert "You are offline" in page.text and "Ada" not in page.text
    assert "X-Copy" not in page


def test_a_page_says_whom_it_was_made_for_and_whether_it_may_be_kept(client, room, ada, grace):
    address = reverse("room", args=[room.slug])
    assert client.get(address)["X-Reader"] == "visitor"
    client.force_login(ada)
    answer = client.get(address)
    assert answer["X-Reader"] == ada.handle and answer["X-Copy"] == "1" and "no-store" in answer["Cache-Control"]
    for never in ("/people/me/", "/accounts/email/"):
        assert "X-Copy" not in client.get(never)
    assert "X-Copy" not in client.get("/rooms/nowhere/")
    assert "X-Reader" not in client.get(f"{address}posts.json")
    client.force_login(grace)
    assert client.get(address)["X-Reader"] == grace.handle and "X-Copy" not in client.get(address)
