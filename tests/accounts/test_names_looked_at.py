"""Whose own name is refused asks two officers to look; they let this one person bear it, or say why not."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import holdings, jobs
from accounts.models import Act, NameDecision, NameRequest, User
from tests.accounts.desk import ask as ask_for_mandate
from tests.accounts.desk import ministry
from tests.people import give_factor, mailed_code, person, say

pytestmark = pytest.mark.usefixtures("no_limits")
NAME, WHY = "Minister Ofosu", "It is my family name."
LOOK = {"name": NAME, "look": "on", "why": WHY}


def now(who: User) -> User:
    return User.objects.get(pk=who.pk)


def mailbox(who: User) -> User:
    EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
    return who


def enter(who: User) -> Client:
    browser = Client()
    browser.force_login(who)
    return browser


@pytest.fixture
def kofi(db) -> User:
    return mailbox(person("Kofi Ofosu", country="GH"))


@pytest.fixture
def decide(desk, django_capture_on_commit_callbacks):
    """Both officers, as they agree."""

    def decide(asked: NameRequest, grants: bool, reason: str = "We have seen a passport.") -> None:
        proposed = NameDecision.propose(asked.person, desk[0], reason, asked=asked, grants=grants)
        assert NameRequest.objects.get().granted is None, "one officer was enough"
        with django_capture_on_commit_callbacks(execute=True):
            proposed.confirm(desk[1])

    return decide


def refused(name: str, of: User | None = None) -> str:
    try:
        User.free_name(name, of=of)
    except ValidationError as refusal:
        return str(refusal.error_list[0].code)
    return ""


def test_a_refusal_offers_a_look_and_keeps_all_that_was_typed(kofi):
    browser = enter(kofi)
    assert 'name="look"' not in browser.get(reverse("profile")).content.decode()
    page = browser.post(reverse("profile"), {"name": NAME, "country": "TG"}).content.decode()
    assert "looks like an office" in page and 'name="look"' in page and 'name="why"' in page
    assert f'value="{NAME}"' in page and '<option value="TG" selected>' in page
    assert not NameRequest.objects.exists() and now(kofi).name == "Kofi Ofosu"


@pytest.mark.parametrize("name", ["", "Ada ✓", "a" * 81, "Bo Lindqvist"])
def test_what_no_officer_can_let_pass_offers_none(kofi, bo, name):
    assert 'name="look"' not in enter(kofi).post(reverse("profile"), {"name": name}).content.decode()


def test_kofi_asks_and_goes_by_his_name_meanwhile(kofi):
    browser = enter(kofi)
    assert "why this is your name" in browser.post(reverse("profile"), LOOK | {"why": " "}).content.decode()
    page = browser.post(reverse("profile"), LOOK | {"country": "TG"}, follow=True).content.decode()
    assert "Two reviewers will check it" in page and NAME in page
    assert (now(kofi).name, now(kofi).country) == ("Kofi Ofosu", "TG")
    assert NameRequest.objects.values_list("name", "why", "granted").get() == (NAME, WHY, None)
    again = browser.post(reverse("profile"), LOOK).content.decode()
    assert "already asked for a name" in again and NameRequest.objects.count() == 1


def test_a_reason_is_short(kofi):
    page = enter(kofi).post(reverse("profile"), LOOK | {"why": "x" * 301}).content.decode()
    assert "x" * 301 in page and not NameRequest.objects.exists()


def test_nobody_asks_whose_mailbox_was_never_confirmed(db):
    page = enter(person("Kofi Ofosu")).post(reverse("profile"), LOOK).content.decode()
    assert "Confirm your e-mail address first" in page and not NameRequest.objects.exists()


def test_who_signs_up_asks_when_the_code_was_typed_and_not_before(client, db):
    form = {"email": "kofi@example.org", "country": "GH"}
    page = client.post(reverse("account_signup"), form | {"name": NAME}).content.decode()
    assert 'name="look"' in page
    client.post(reverse("account_signup"), form | LOOK)
    assert not NameRequest.objects.exists() and not User.objects.exists()
    page = client.post(
        reverse("account_email_verification_sent"), {"code": mailed_code()}, follow=True
    ).content.decode()
    assert "To post in the meantime, choose another one" in page and "Two reviewers will check it" in page
    kofi = User.objects.get()
    assert (kofi.name, kofi.country, NameRequest.objects.get().person) == ("", "GH", kofi)


def test_two_officers_grant_it_to_kofi_and_to_nobody_else(kofi, bo, decide):
    enter(kofi).post(reverse("profile"), LOOK)
    decide(NameRequest.objects.get(), grants=True)
    kofi = now(kofi)
    assert kofi.name == NAME and list(kofi.earlier_names.values_list("name", flat=True)) == ["Kofi Ofosu"]
    assert "your name is now Minister Ofosu" in mail.outbox[-1].body and "seen a passport" in mail.outbox[-1].body
    # It is his when he saves his page, and when he comes back to it.
    assert enter(kofi).post(reverse("profile"), {"name": NAME}).status_code == 302
    kofi.rename("Kofi Ofosu")
    assert refused(NAME, kofi) == "" and refused(NAME, bo) == refused(NAME) == "reserved"
    assert refused("Minister Ofosu Kofi", kofi) == "reserved"


def test_where_his_name_cannot_change_now_he_takes_it_later(kofi, decide):
    enter(kofi).post(reverse("profile"), LOOK)
    kofi.suspend(timezone.now() + timedelta(days=1))
    decide(NameRequest.objects.get(), grants=True)
    assert now(kofi).name == "Kofi Ofosu" and "As soon as you can change it" in mail.outbox[-1].body
    kofi.reinstate()
    browser = enter(kofi)
    assert "Enter it below" in browser.get(reverse("profile")).content.decode()
    browser.post(reverse("profile"), {"name": NAME})
    assert now(kofi).name == NAME


def test_or_they_refuse_and_say_why_and_what_next(kofi, decide):
    enter(kofi).post(reverse("profile"), LOOK)
    decide(NameRequest.objects.get(), grants=False, reason="You sent no proof.")
    assert now(kofi).name == "Kofi Ofosu" and refused(NAME, now(kofi)) == "reserved"
    page = enter(kofi).get(reverse("profile")).content.decode()
    for told in (mail.outbox[-1].body, page):
        assert "You sent no proof." in told and "with an extra word" in told
    enter(kofi).post(reverse("profile"), LOOK)
    assert NameRequest.objects.waiting().get().person == kofi


def test_the_officers_decide_on_their_page_one_after_the_other(kofi, desk):
    enter(kofi).post(reverse("profile"), LOOK)
    (ivy, omar), page = map(enter, desk), reverse("name-requests")
    assert page in ivy.get(reverse("desk")).content.decode()
    assert all(words in ivy.get(page).content.decode() for words in (NAME, WHY, "looks like an office"))
    asked = NameRequest.objects.get()
    kept = ivy.post(page, {"asked": asked.pk, "reason": "Seen a passport."}).content.decode()
    assert "Seen a passport." in kept and not NameDecision.objects.exists()
    ivy.post(page, {"asked": asked.pk, "answer": "grant", "reason": "Seen a passport."})
    decision = reverse("name-decision", args=[NameDecision.objects.get().pk])
    ivy.post(decision, {"action": "confirm"})
    assert now(kofi).name == "Kofi Ofosu"
    omar.post(decision, {"action": "confirm"})
    assert now(kofi).name == NAME and "Nothing is waiting." in omar.get(page).content.decode()
    verbs = [*Act.objects.filter(person=kofi).order_by("pk").values_list("verb", "actor")]
    assert verbs == [("namedecision.proposed", desk[0].pk), ("namedecision.confirmed", desk[1].pk)]
    assert not [*Act.faults()] and not Act.objects.filter(data__icontains="Ofosu").exists()


def test_nobody_decides_about_their_own_name_nor_without_the_power(kofi, bo, desk):
    asked = NameRequest.ask(kofi, NAME, WHY)
    officer = give_factor(kofi)
    User.objects.filter(pk=officer.pk).update(is_officer=True)
    without_factor = person("Olga Petrova", is_officer=True)
    for who in (officer, bo, without_factor):
        with pytest.raises(ValidationError):
            NameDecision.propose(kofi, who, "Trust me.", asked=asked, grants=True)
    proposed = NameDecision.propose(kofi, desk[0], "Seen.", asked=asked, grants=True)
    for who in (officer, bo, without_factor, desk[0]):
        with pytest.raises(ValidationError):
            proposed.confirm(who)
    assert now(kofi).granted_name == ""


def test_what_was_decided_is_not_decided_again(kofi, desk, decide):
    asked = NameRequest.ask(kofi, NAME, WHY)
    other = NameDecision.propose(kofi, desk[0], "No.", asked=asked, grants=False)
    decide(asked, grants=True)
    with pytest.raises(ValidationError, match="already been decided"):
        other.confirm(desk[1])
    assert now(kofi).name == NAME


@pytest.fixture
def minister(ada, desk):
    mandate = ask_for_mandate(give_factor(ada), ministry(desk), "Minister")
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])
    return ada


def test_a_name_like_an_officials_is_never_granted_without_the_mark_beside_it(minister, desk, kofi, room, decide):
    assert refused("Ada-Mensah", kofi) == "holder"
    asked = NameRequest.ask(kofi, "Ada-Mensah", "My mother chose it.")
    said = say(kofi, room, "Hello.")
    page = enter(desk[0]).get(reverse("name-requests")).content.decode()
    assert "“not the official of this name” is shown next to their posts" in page
    decide(asked, grants=True)
    assert now(kofi).name == "Ada-Mensah" and now(kofi).mark_beside()[0] == "namesake"
    assert "not the official of this name" in enter(kofi).get(f"/rooms/{room.slug}/").content.decode() and said
    # Neither another name between nor coming back takes it away.
    now(kofi).rename("Kofi Ofosu")
    assert now(kofi).mark_beside()[0] == "person"
    now(kofi).rename("Ada-Mensah")
    assert now(kofi).mark_beside()[0] == "namesake"


def test_the_very_same_name_is_somebody_elses_and_stays_so(minister, desk, kofi):
    with pytest.raises(ValidationError) as refusal:
        NameRequest.ask(kofi, "ADA MENSAH", WHY)
    assert refusal.value.code == "taken"
    asked = NameRequest.ask(kofi, NAME, WHY)
    proposed = NameDecision.propose(kofi, desk[0], "Seen.", asked=asked, grants=True)
    person("Minister Ofosu")
    with pytest.raises(ValidationError, match="already uses this name"):
        proposed.confirm(desk[1])


def test_kofi_takes_his_request_along_and_it_goes_with_him(kofi, decide):
    decide(NameRequest.ask(kofi, NAME, WHY), grants=False, reason="No proof.")
    held = holdings.of(now(kofi))["account"]
    assert held["names asked for"][0] | {"asked_at": 0} == {"name": NAME, "why": WHY, "granted": False, "asked_at": 0}
    assert held["decisions about names"][0]["reason"] == "No proof."
    User.objects.filter(pk=kofi.pk).update(granted_name=NAME)
    holdings.erase(now(kofi))
    assert not NameRequest.objects.exists() and not NameDecision.objects.exists() and not now(kofi).granted_name


def test_after_ninety_days_the_request_is_gone_and_the_name_stays(kofi, decide):
    decide(NameRequest.ask(kofi, NAME, WHY), grants=True)
    job = jobs.NameRequest.objects.forget
    job(timezone.now() + timedelta(days=89))
    assert NameDecision.objects.exists()
    job(timezone.now() + timedelta(days=90))
    assert not NameRequest.objects.exists() and not NameDecision.objects.exists()
    assert now(kofi).name == NAME and refused(NAME, now(kofi)) == ""


def test_whoever_bears_a_name_already_changes_the_rest_of_the_page(minister, desk):
    early = User.objects.create_user("early@example.org", name="Mensah Minister Ada")
    User.objects.filter(pk=early.pk).update(name="Minister Ada Mensah")
    assert (
        enter(now(early)).post(reverse("profile"), {"name": "Minister Ada Mensah", "country": "TG"}).status_code == 302
    )
    assert now(early).country == "TG"
