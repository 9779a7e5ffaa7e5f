"""Asking to speak for a body: found or registered first, then said as what and for how long; all by plain forms."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import scope
from accounts.bodies.reminding import remind
from accounts.grounds import Reason
from accounts.models import Act, Mandate, Organisation
from tests.accounts.desk import become_steward
from tests.people import give_factor, person

DAY = timedelta(days=1)
TODAY = timezone.now().date


@pytest.fixture
def officers(db):
    return [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]


@pytest.fixture
def circle(officers):
    return Organisation.objects.establish(
        officers, slug="circle", name="Night Circle", names={"fr": "Cercle de la nuit"}, sector="society", country="IN"
    )


@pytest.fixture
def as_ada(client, ada) -> Client:
    client.force_login(ada)
    return client


def term(**fields) -> dict:
    return {"title": "Spokesperson", "valid_from": TODAY(), "valid_until": TODAY() + 100 * DAY, "note": "", **fields}


def body_form(**fields) -> dict:
    return {"name": "House of Wells", "sector": "society", "level": "national", "country": "GH", **fields}


def shown(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("wanted", ["night", "cercle nuit", "NIGHT cir"])
def test_a_body_is_found_by_the_beginnings_of_its_names_in_any_language(as_ada, circle, wanted):
    assert "Night Circle" in shown(as_ada.get(reverse("speak-for"), {"q": wanted}))
    assert "Night Circle" not in shown(as_ada.get(reverse("speak-for"), {"q": "ircle"}))


def test_ada_asks_and_an_officer_reads_her_note(as_ada, ada, circle, theme):
    note = "The board named me in May."
    form = term(note=note, themes=[theme.slug], territory="Kerala", shown=scope.shown(held=False)[theme.slug])
    answer = as_ada.post(reverse("speak-for-body", args=["circle"]), form)
    assert answer.status_code == 302 and answer.url == reverse("my-mandates")
    mandate = Mandate.objects.get(person=ada)
    assert (mandate.title, mandate.themes, mandate.territory) == ("Spokesperson", [theme.slug], "Kerala")
    assert Act.objects.get(verb="mandate.asked").words == note
    assert "under review" in shown(as_ada.get(answer.url))


def test_a_whole_year_can_be_asked_for_and_not_more(as_ada, ada, circle):
    address = reverse("speak-for-body", args=["circle"])
    long = as_ada.post(address, term(valid_until=TODAY() + 400 * DAY))
    assert "twelve months at most" in shown(long) and not Mandate.objects.exists()
    page = shown(as_ada.get(address))
    assert f'value="{TODAY() + 365 * DAY}"' in page and 'type="date"' in page
    assert as_ada.post(address, term(valid_until=TODAY() + 365 * DAY)).status_code == 302
    # The last day is the day that was chosen, wherever it is shown.
    assert Mandate.objects.get().valid_until.date() == TODAY() + 365 * DAY


def test_who_asks_twice_is_told_so_and_nothing_is_lost(as_ada, circle):
    address = reverse("speak-for-body", args=["circle"])
    as_ada.post(address, term())
    again = shown(as_ada.post(address, term(title="Chair")))
    assert "already asked" in again and 'value="Chair"' in again and Mandate.objects.count() == 1


def test_a_body_is_registered_and_then_asked_for_while_it_waits(as_ada, ada, bo):
    form = body_form(name_fr="Maison des puits", domains="wells.example\nWELLS.example, a.wells.example")
    answer = as_ada.post(reverse("register-body"), form)
    body = Organisation.objects.get(asked_by=ada)
    assert answer.url == reverse("speak-for-body", args=[body.slug])
    assert body.names == {"fr": "Maison des puits"} and body.domains == ["wells.example", "a.wells.example"]
    assert as_ada.post(answer.url, term()).status_code == 302
    other = Client()
    other.force_login(bo)
    assert other.get(answer.url).status_code == 404
    assert "House of Wells" not in shown(other.get(reverse("speak-for"), {"q": "wells"}))
    assert other.get(reverse("organisation", args=[body.slug])).status_code == 404


@pytest.mark.parametrize(
    "field, value, told",
    [
        ("domains", "not a domain", "one on each line"),
        ("country", "", "Choose the country"),
        ("sector", "citizen", "Select a valid choice"),
        ("website", "javascript:alert(1)", "Enter a valid URL"),
        ("name", "Ministry ✓ verified", "cannot be part of a name"),
        ("name_fr", "Cercle ✓", "cannot be part of a name"),
    ],
)
def test_what_is_wrong_with_a_body_is_said_and_the_form_kept(as_ada, field, value, told):
    answer = shown(as_ada.post(reverse("register-body"), body_form(**{field: value})))
    assert told in answer and not Organisation.objects.exists()


def test_a_title_that_imitates_a_mark_is_refused(as_ada, circle):
    answer = shown(as_ada.post(reverse("speak-for-body", args=["circle"]), term(title="✓ Verified")))
    assert "cannot be part of a name" in answer and not Mandate.objects.exists()


def test_a_guest_signs_in_first_and_who_has_no_name_chooses_one(client, circle, ada):
    address = reverse("speak-for-body", args=["circle"])
    assert client.get(address).url.startswith(reverse("account_login"))
    ada.name = ""
    ada.save(update_fields=["name"])
    client.force_login(ada)
    assert client.get(address).url.startswith(reverse("profile"))


def test_a_request_is_taken_back_and_a_mandate_given_back_by_its_holder_only(as_ada, ada, bo, circle, officers):
    as_ada.post(reverse("speak-for-body", args=["circle"]), term())
    mandate = Mandate.objects.get()
    other = Client()
    other.force_login(bo)
    assert other.post(reverse("mandate-resign", args=[mandate.pk])).status_code == 404
    mandate.accredit(officers[0])
    assert mandate.active()
    as_ada.post(reverse("mandate-resign", args=[mandate.pk]))
    mandate.refresh_from_db()
    assert not mandate.active() and mandate.revoked_by == ada


def held(who, body, officers, ends: timedelta) -> Mandate:
    now = timezone.now()
    begins = now - 300 * DAY
    return Mandate.objects.grant(
        by=officers, person=who, organisation=body, title="Chair", valid_from=begins, valid_until=now + ends
    )


def test_the_last_thirty_days_offer_another_term_once(as_ada, ada, circle, officers):
    early, late = held(ada, circle, officers, 40 * DAY), held(ada, circle, officers, 20 * DAY)
    page = shown(as_ada.get(reverse("my-mandates")))
    assert reverse("mandate-renew", args=[late.pk]) in page and reverse("mandate-renew", args=[early.pk]) not in page
    as_ada.post(reverse("mandate-renew", args=[late.pk]))
    assert Mandate.objects.get(renews=late).valid_from == late.valid_until
    assert reverse("mandate-renew", args=[late.pk]) not in shown(as_ada.get(reverse("my-mandates")))


def test_a_holder_without_a_second_factor_is_led_to_security(as_ada, ada, officers):
    body = Organisation.objects.establish(officers, slug="rain", name="Ministry of Rain", sector="government")
    held(ada, body, officers, 60 * DAY)
    link = f'href="{reverse("mfa_index")}">Add a passkey or an app<'
    assert link in shown(as_ada.get(reverse("my-mandates")))
    give_factor(ada)
    assert link not in shown(as_ada.get(reverse("my-mandates")))


def test_a_steward_accredits_refuses_and_revokes_for_their_own_body_only(as_ada, ada, bo, mallory, circle, officers):
    own = held(ada, circle, officers, 60 * DAY)
    now = timezone.now()
    asked = Mandate.ask(bo, circle, "Treasurer", now, now + DAY)
    address = reverse("mandate-decision", args=[asked.pk])
    assert as_ada.post(address, {"act": "accredit"}).status_code == 404
    become_steward(own, officers[0])
    assert "Treasurer" in shown(as_ada.get(reverse("steward", args=["circle"])))
    as_ada.post(address, {"act": "accredit"})
    asked.refresh_from_db()
    assert asked.active() and asked.by_steward
    as_ada.post(address, {"act": "revoke", "ground": ""})
    asked.refresh_from_db()
    assert asked.active()
    as_ada.post(address, {"act": "revoke", "ground": "ended"})
    asked.refresh_from_db()
    assert not asked.active()
    other = Mandate.ask(mallory, circle, "Auditor", now, now + DAY)
    as_ada.post(reverse("mandate-decision", args=[other.pk]), {"act": "refuse", "ground": "body_says_no"})
    other.refresh_from_db()
    assert other.state == "refused"
    elsewhere = Organisation.objects.establish(officers, slug="other", name="Day Circle", sector="society")
    assert as_ada.get(reverse("steward", args=[elsewhere.slug])).status_code == 404


def test_no_steward_decides_about_themselves(as_ada, ada, circle, officers):
    become_steward(held(ada, circle, officers, 60 * DAY), officers[0])
    now = timezone.now()
    own = Mandate.ask(ada, circle, "President", now, now + DAY)
    as_ada.post(reverse("mandate-decision", args=[own.pk]), {"act": "accredit"})
    own.refresh_from_db()
    assert own.state == "pending"


def test_a_holder_is_reminded_once_in_their_language_and_told_once_that_it_has_ended(ada, bo, circle, officers):
    ada.interface_language = "fr"
    ada.save(update_fields=["interface_language"])
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    ending, ended, far = (held(ada, circle, officers, days * DAY) for days in (20, -1, 90))
    long_ago = held(bo, circle, officers, -40 * DAY)
    assert (remind(), remind()) == (2, 0)
    assert {letter.to[0] for letter in mail.outbox} == {ada.email}
    assert any(f"/fr{reverse('my-mandates')}" in letter.body for letter in mail.outbox)
    assert {letter.extra_headers["Content-Language"] for letter in mail.outbox} == {"fr"}
    for mandate in (ending, ended, far, long_ago):
        mandate.refresh_from_db()
    assert ending.reminded_at and ended.ended_told_at and not far.reminded_at and not long_ago.ended_told_at


def test_who_was_renewed_or_revoked_is_not_told_that_it_has_ended(ada, bo, circle, officers):
    over, dropped = held(ada, circle, officers, -DAY), held(bo, circle, officers, -DAY)
    now = timezone.now()
    Mandate.objects.grant(
        by=officers, person=ada, organisation=circle, title="Chair", valid_from=over.valid_until,
        valid_until=now + 100 * DAY, renews=over,
    )  # fmt: skip
    dropped.revoke(officers[0], Reason("ended"))
    assert remind() == 0 and not mail.outbox


def test_dates_and_labels_come_in_the_language_of_the_page(as_ada, circle):
    with translation.override("fr"):
        assert as_ada.get("/fr/speak-for/circle/").status_code == 200
    assert "Cercle de la nuit" in shown(as_ada.get("/fr/speak-for/circle/"))
