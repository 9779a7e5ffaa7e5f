"""Whoever asks for a mandate, or invites others to one, reads what its themes are called: a form of before names nothing else."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from accounts.bodies.asking import asked
from accounts.bodies.forms import MandateForm
from accounts.models import Invitation, Mandate, Organisation
from dialogue.rooms.models import Theme
from tests.people import give_factor, person
from tests.rooms.test_same_key import meanwhile

EVIL = "Expelling the people of Cabo Verde by force"
CHANGED = "The themes have changed since you opened this form"
HIDDEN = re.compile(r'name="shown" value="([0-9a-f ]+)"')


@pytest.fixture
def circle(db) -> Organisation:
    return Organisation.objects.establish(slug="circle", name="Night Circle", sector="society", country="IN")


@pytest.fixture(params=["speak-for-body", "invitations"])
def asking(request, circle, theme, ada):
    """(her browser, the address of the form, what it makes)."""
    door, now = request.param, timezone.now()
    officers = [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]
    who = give_factor(ada)
    if door == "invitations":
        Mandate.objects.grant(
            by=officers, person=who, organisation=circle, title="Chair", steward=True,
            valid_from=now - timedelta(days=1), valid_until=now + timedelta(days=90),
        )  # fmt: skip
    browser = Client(raise_request_exception=False)
    browser.force_login(who)
    return browser, reverse(door, args=["circle"]), Invitation.objects if door == "invitations" else Mandate.objects


def shown(answer) -> str:
    return HIDDEN.search(answer.content.decode())[1]


def wish(digits: str, **fields) -> dict:
    today = timezone.now().date()
    return {
        "title": "Delegate", "themes": ["climate"], "valid_from": today, "valid_until": today + timedelta(days=30),
        "number": 1, "days": 7, "shown": digits, **fields,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_form_of_before_comes_back_with_what_the_themes_are_called_now(asking, theme, language):
    """In whatever language they are called otherwise: a mandate is read in all of them."""
    browser, address, made = asking
    digits = shown(browser.get(address))
    theme.reword({"titles": theme.titles | {language: EVIL}}, None)
    refused = browser.post(address, wish(digits, territory="Kerala"))
    html = refused.content.decode()
    assert CHANGED in html and 'value="Kerala"' in html and not made.filter(title="Delegate").exists()
    assert EVIL in html or language == "fr"
    assert CHANGED not in browser.post(address, wish(shown(refused))).content.decode()
    assert made.get(title="Delegate").themes == ["climate"]


@pytest.mark.parametrize("chosen", [["climate"], []])
def test_what_becomes_of_a_theme_that_she_did_not_choose_keeps_nobody_from_asking(asking, chosen):
    """One administrator words alone what nothing names, as often as they like. Whoever chooses none names no title."""
    browser, address, made = asking
    junk = Theme.objects.create(slug="junk", titles={"en": "Junk"})
    digits = shown(browser.get(address))
    junk.reword({"titles": {"en": "Other junk"}}, None)
    Theme.objects.create(slug="arms", titles={"en": "Arms deliveries"})
    assert CHANGED not in browser.post(address, wish(digits, themes=chosen)).content.decode()
    assert made.get(title="Delegate").themes == chosen


@pytest.mark.parametrize("digits", ["0" * 16, "new"])
def test_she_asks_for_no_theme_that_her_form_did_not_show(asking, digits):
    browser, address, made = asking
    before = shown(browser.get(address)) if digits == "new" else digits
    Theme.objects.create(slug="arms", titles={"en": "Arms deliveries"})
    refused = browser.post(address, wish(before, themes=["climate", "arms"]))
    assert CHANGED in refused.content.decode() and not made.filter(title="Delegate").exists()
    browser.post(address, wish(shown(refused), themes=["climate", "arms"]))
    assert made.get(title="Delegate").themes == ["climate", "arms"]


@pytest.mark.parametrize("fields", [{}, {"shown": ""}, {"shown": "  "}])
def test_a_form_that_does_not_say_what_she_read_is_one_of_before(asking, theme, fields):
    browser, address, made = asking
    sent = {name: value for name, value in wish("", territory="Kerala").items() if name != "shown"}
    refused = browser.post(address, sent | fields)
    html = refused.content.decode()
    assert CHANGED in html and 'value="Kerala"' in html and not made.filter(title="Delegate").exists()
    assert CHANGED not in browser.post(address, wish(shown(refused))).content.decode()
    assert made.get(title="Delegate").themes == ["climate"]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_under_way_is_waited_for(asking, theme):
    browser, address, made = asking
    digits = shown(browser.get(address))
    answer = meanwhile(
        lambda: theme.reword({"titles": {"en": EVIL}}, None), lambda: browser.post(address, wish(digits))
    )
    assert CHANGED in answer.content.decode() and EVIL in answer.content.decode()
    assert not made.filter(title="Delegate").exists()


@pytest.mark.django_db(transaction=True)
def test_one_administrator_who_renames_a_theme_while_it_is_asked_for_comes_too_late(circle, theme, ada):
    anna, form = person("Anna Assistant", is_staff=True), QueryDict(mutable=True)
    anna.user_permissions.set(Permission.objects.all())
    administration = Client()
    administration.force_login(anna)
    form.update(wish(" ".join(scope.shown(held=False).values()), themes="climate"))
    words = {"place": 0, "titles": json.dumps({"en": EVIL}), "summaries": json.dumps(theme.summaries)}
    answer = meanwhile(
        lambda: asked(give_factor(ada), circle, MandateForm(form)),
        lambda: administration.post(reverse("admin:rooms_theme_change", args=[theme.pk]), words),
    )
    assert answer.status_code == 302 and Mandate.objects.get().themes == ["climate"]
    assert Theme.objects.get(pk=theme.pk).titles == theme.titles
