"""One's own page: what is held, taking it along, choosing what is shown, and agreeing."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts import data_map, documents, holdings, item_names, privacy_views
from accounts.models import Consent, User
from tests.people import react, say, sign_in, sign_up

pytestmark = pytest.mark.usefixtures("no_limits")
PASSWORD = "long enough to be good"


@pytest.fixture
def ada(ada):
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


def enter(who) -> Client:
    """A browser in which they were signed in long ago."""
    browser = Client()
    sign_in(browser, who, methods=())
    return browser


def confirmed(who) -> Client:
    """A browser in which they have just shown again who they are."""
    browser = Client()
    sign_in(browser, who)
    return browser


def links(browser) -> dict[str, str]:
    html = browser.get(reverse("data-download")).content.decode()
    return {link.rpartition(".")[2]: link for link in re.findall(r'href="([^"]+/data/[^"/]+\.(?:json|html))"', html)}


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_no_two_tables_of_the_page_are_called_the_same(language):
    with override(language):
        titles = [str(title).casefold() for title, _model, _rows in data_map.table()]
    assert len(titles) == len(set(titles))


def test_the_page_says_what_is_held(ada):
    html = enter(ada).get(reverse("data")).content.decode()
    assert all(str(title) in html for title in holdings.titles())


def test_a_download_asks_first_who_it_is(ada):
    answer = enter(ada).get(reverse("data-download"))
    assert answer.status_code == 302 and reverse("account_reauthenticate") in answer.url


def test_everything_can_be_taken_along(ada, bo, room, mandate):
    react(ada, say(bo, room, "A question."), "agree")
    say(ada, room, "Water <b>for</b> all.")
    browser = confirmed(ada)
    found = links(browser)
    answer = browser.get(found["json"])
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    held = json.loads(answer.content)
    assert held["account"]["email"] == ada.email and held["posts"][0]["text"] == "Water <b>for</b> all."
    assert held["reactions"][0]["kind"] == "agree" and held["mandates"]["mandates"][0]["title"] == mandate.title
    page = browser.get(found["html"]).content.decode()
    assert ada.email in page and "Water &lt;b&gt;for&lt;/b&gt; all." in page
    assert "{&#x27;" not in page and f'<dt>title</dt><dd><bdi dir="auto">{mandate.title}</bdi>' in page
    assert PASSWORD not in page and ada.password not in page
    nameless = set(items(held)) - set(item_names.NAMES) - set(held)
    assert not nameless, "accounts/item_names.py has no words for these"
    french = browser.get("/fr" + found["html"]).content.decode()
    assert "<dt>adresse électronique</dt>" in french and ">Ghana<" in french and "_at" not in french


def items(held):
    """Every name of an item, however deep it lies."""
    if isinstance(held, dict):
        yield from held
    for each in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from items(each)


def test_a_link_works_in_the_browser_that_asked_for_it_only(ada, mallory):
    found = links(confirmed(ada))
    for other in (confirmed(ada), confirmed(mallory)):
        assert other.get(found["json"]).status_code == 403
    for stale in (enter(ada), enter(mallory), Client()):
        assert stale.get(found["json"]).status_code == 302


def test_a_link_runs_out(ada, monkeypatch):
    browser = confirmed(ada)
    found = links(browser)
    assert privacy_views.DOWNLOAD_SECONDS <= 300
    now = privacy_views.time.time()
    monkeypatch.setattr(privacy_views.time, "time", lambda: now + privacy_views.DOWNLOAD_SECONDS + 1)
    assert browser.get(found["json"]).status_code == 403


def test_a_person_chooses_what_stands_on_their_page(client, ada, room):
    say(ada, room, "Water for all.")
    address = reverse("person", args=[ada.handle])
    html = client.get(address).content.decode()
    assert "Water for all." in html and "Ghana" in html
    enter(ada).post(reverse("profile"), {"name": ada.name, "country": "GH"})
    html = client.get(address).content.decode()
    assert "Water for all." not in html and "Ghana" not in html
    assert "Water for all." in enter(ada).get(address).content.decode()


def test_who_signs_up_agrees_to_what_is_in_force(client, db):
    form = client.get(reverse("account_signup")).content.decode()
    assert reverse("terms") in form and reverse("privacy") in form
    sign_up(client, "nadia@example.org", "Nadia Karim")
    nadia = User.objects.get(email="nadia@example.org")
    assert dict(nadia.consents.values_list("document", "version")) == documents.VERSIONS
    assert not nadia.to_agree


def test_a_new_version_asks_again_and_keeps_the_old_answer(ada, monkeypatch):
    Consent.accept(ada)
    browser = enter(ada)
    assert reverse("agree") not in browser.get("/about/").content.decode()
    monkeypatch.setitem(documents.VERSIONS, "terms", "2099-01-01")
    for module in ("accounts.models.user", "accounts.models.consent"):
        monkeypatch.setattr(f"{module}.CURRENT", f"2099-01-01 {documents.VERSIONS['privacy']}")
    page = browser.get("/about/")
    assert page.status_code == 200 and reverse("agree") in page.content.decode()
    browser.post(reverse("agree"), {"next": "/about/"})
    assert reverse("agree") not in browser.get("/about/").content.decode()
    assert ada.consents.filter(document="terms").count() == 2


@pytest.mark.parametrize("page", ["terms", "privacy", "privacy-data"])
def test_everybody_can_read_what_holds(client, db, page):
    for language in ("", "/ar"):
        html = client.get(language + reverse(page)).content.decode()
        assert html.count("<h1") == 1
    assert reverse("terms") in html and not mail.outbox
