"""Everything that opens an account ends when it is given back or erased: what mallory left behind in ada's opens nothing more."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import ways_in
from accounts.erasing import erase_account
from accounts.known_devices import Device
from accounts.models import AddressChange, Recovery, User
from tests.people import SECRET, give_factor, mailed_code, person

pytestmark = [pytest.mark.usefixtures("no_limits"), pytest.mark.django_db]

NEW, PASSWORD = "ada@new.example", "long enough for a while"
# What points at a person: a way in, which `close` ends, ...
WAYS_IN = {
    "account.EmailAddress.user",
    "mfa.Authenticator.user",
    "usersessions.UserSession.user",
    "accounts.AddressChange.person",
}
# ... or none: who did, decided, asked for or said something, and what they were given.
OF_A_PERSON = """
    NameKey.person NameChange.person User_groups.user User_user_permissions.user User.namesake_of Act.actor Act.person
    AddressChange.asked_by AddressChange.confirmed_by Appointment.person Consent.person ChangeRequest.proposed_by
    ChangeRequest.decided_by Evidence.added_by Evidence.checked_by Invitation.made_by Invitation.used_by NameRequest.person
    NameDecision.person Suspension.person Recovery.person RefusedDomain.by Mandate.person
"""
OF_TWO_PEOPLE = (
    "accounts.Appointment", "accounts.NameDecision", "accounts.Suspension", "accounts.Recovery", "rooms.Membership", "rooms.Rewording",
)  # fmt: skip
NO_WAY_IN = {f"accounts.{name}" for name in OF_A_PERSON.split()} | {
    f"{model}.{verb}_by" for model in OF_TWO_PEOPLE for verb in ("proposed", "confirmed", "declined")
} | {
    f"accounts.{model}.{verb}_by" for model in ("Organisation", "Mandate")
    for verb in ("asked", "claimed", "accredited", "confirmed", "refused", "suspended", "revoked")
} | {
    "admin.LogEntry.user", "live.Event.actor", "rooms.Post.author", "rooms.TakenBack.person", "rooms.Participant.person",
    "rooms.Voice.person", "rooms.Reaction.person", "rooms.Membership.person",
}  # fmt: skip
# What the libraries of sign-in keep without pointing at a person: for nobody, or gone with what it belongs to.
BESIDE = {"account.EmailConfirmation", "sessions.Session", "socialaccount.SocialApp", "socialaccount.SocialToken"}
# Where an institution is set up (tests/accounts/test_institutions.py).
AT_INSTITUTIONS = {"socialaccount.SocialAccount.user"}
LIBRARIES = ("account", "mfa", "usersessions", "sessions", "socialaccount")
# Of the columns of a person: what they sign in with, and all others.
SIGNED_IN_WITH = {"email", "password"}
OTHERS = """
    id handle name skeleton name_words country languages interface_language origin source suspended_until is_staff is_lead
    is_officer is_active is_superuser last_login joined_at show_country show_posts granted_name findable agreed namesake_of
    leaves_at left_at
"""


def pointing_at_people() -> set[str]:
    relations = [
        field for field in User._meta.get_fields(include_hidden=True) if field.auto_created and not field.concrete
    ]
    return {f"{each.related_model._meta.label}.{each.field.name}" for each in relations}


def of_libraries() -> set[str]:
    return {
        model._meta.label for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LIBRARIES
    }


def test_whatever_points_at_a_person_is_said_to_be_a_way_in_or_none():
    assert pointing_at_people() == WAYS_IN | NO_WAY_IN
    assert of_libraries() <= BESIDE | {name.rpartition(".")[0] for name in WAYS_IN}
    assert {field.name for field in User._meta.concrete_fields} == SIGNED_IN_WITH | set(OTHERS.split())


@pytest.fixture
def taken_over(ada) -> User:
    """Mallory has been in ada's account, and has left every way in that there is."""
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    for address in (ada.email, "mallory@example.net"):
        EmailAddress.objects.create(user=ada, email=address, verified=True, primary=address == ada.email)
    give_factor(ada)
    browser = Client()
    browser.force_login(ada)
    UserSession.objects.create(user=ada, session_key=browser.session.session_key, ip="127.0.0.1")
    AddressChange.ask(ada, "mallory@example.net", by=ada).announce()
    assert all(rows(way, ada) for way in WAYS_IN)
    return ada


def rows(way: str, who: User) -> int:
    model, _, field = way.rpartition(".")
    found = apps.get_model(model)._default_manager.filter(**{field: who})
    return (found.pending() if model == "accounts.AddressChange" else found).count()


def give_back(ada: User) -> None:
    """By two, and 72 hours pass."""
    ivy, omar = (give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad"))
    Recovery.propose(ada, ivy, "Seen with her passport.", address=NEW).confirm(omar)
    change = AddressChange.objects.announced().get(person=ada)
    change.due_at = timezone.now()
    assert change.carry_out()


def test_of_an_account_that_is_given_back_the_new_mailbox_is_the_only_way_in(taken_over, client):
    client.force_login(taken_over)
    device, known = Device(), User.objects.get(pk=taken_over.pk)
    device.remember(known)
    assert device.knows(known)
    give_back(taken_over)
    now = User.objects.get(pk=taken_over.pk)
    assert {way for way in WAYS_IN if rows(way, now)} == {"account.EmailAddress.user"}
    assert list(EmailAddress.objects.filter(user=now).values_list("email", flat=True)) == [NEW] == [now.email]
    assert not now.has_usable_password() and not device.knows(now)
    assert client.get(reverse("profile")).status_code == 302


def test_nothing_opens_an_account_that_is_erased(taken_over):
    erase_account(taken_over)
    assert not [way for way in WAYS_IN if rows(way, taken_over)] and not taken_over.has_usable_password()


def test_a_connection_from_when_institutions_were_switched_on_goes_too(ada, bo):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {ways_in.CONNECTIONS} (user_id bigint)")
        cursor.execute(f"INSERT INTO {ways_in.CONNECTIONS} VALUES ({ada.pk}), ({bo.pk})")
        erase_account(ada)
        cursor.execute(f"SELECT user_id FROM {ways_in.CONNECTIONS}")
        assert cursor.fetchall() == [(bo.pk,)]


@pytest.mark.parametrize("again", [False, True], ids=["asked before", "sent again after"])
def test_a_code_that_was_on_its_way_to_the_old_mailbox_lets_nobody_in(client, ada, mailoutbox, again):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": ada.email})
    code = mailed_code()
    give_back(ada)
    if again:
        mail.outbox.clear()
        client.post(reverse("account_confirm_login_code"), {"action": "resend"})
        code = mailed_code() if mail.outbox else code
    answer = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert "a new address" in answer.content.decode()
    assert client.get(reverse("profile")).status_code == 302


def test_a_password_typed_before_is_worth_nothing_with_the_next_factor(client, ada, monkeypatch):
    counter = 60_000_000
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([counter]))
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    give_factor(ada).set_password(PASSWORD)
    ada.save(update_fields=["password"])
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    give_back(ada)
    assert not Authenticator.objects.filter(user=ada).exists()
    give_factor(ada)
    client.post(reverse("mfa_authenticate"), {"code": auth.format_hotp_value(auth.hotp_value(SECRET, counter))})
    assert client.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize("confirmed", [False, True], ids=["code not typed yet", "code typed"])
def test_a_reset_that_was_begun_before_sets_no_password(client, ada, mailoutbox, confirmed):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    client.post(reverse("account_reset_password"), {"email": ada.email})
    code, typing = mailed_code(), reverse("account_confirm_password_reset_code")
    if confirmed:
        client.post(typing, {"code": code})
    give_back(ada)
    client.post(typing, {"code": code})
    new = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_complete_password_reset"), new)
    assert not User.objects.get(pk=ada.pk).has_usable_password()


def test_who_changed_their_address_themselves_is_not_opened_by_a_code_to_the_old_one(client, ada, mailoutbox):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": ada.email})
    code = mailed_code()
    assert AddressChange.ask(ada, NEW, by=ada).carry_out()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(reverse("profile")).status_code == 302


def test_a_mailbox_that_was_to_be_confirmed_before_confirms_nothing(client, ada, mailoutbox):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=False, primary=True)
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    code = mailed_code()
    give_back(ada)
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert client.get(reverse("profile")).status_code == 302
    assert not AddressChange.objects.pending() and not EmailAddress.objects.exclude(email=NEW).filter(user=ada)
