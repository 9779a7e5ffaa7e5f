"""An account is given back by two people, in the sight of its old mailbox, and nothing of before opens it any more."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from asgiref.sync import async_to_sync
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import AddressChange, Recovery, User, password
from accounts.models.address_change import carry_out_due
from tests.people import give_factor, person

NEW, STOLEN = "ada@new.example", "long enough for a thief"


@pytest.fixture
def officers(db) -> list[User]:
    return [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]


def later() -> None:
    """72 hours pass."""
    carry_out_due(timezone.now() + timedelta(hours=73))


def test_one_officer_alone_gets_nobody_anything(officers, ada):
    proposed = Recovery.propose(ada, officers[0], "Seen with her passport.", address=NEW)
    for wrong in (officers[0], ada):
        with pytest.raises(ValidationError):
            proposed.confirm(wrong)
    later()
    assert not AddressChange.objects.exists() and User.objects.get(pk=ada.pk).email == "ada@example.org"


@pytest.mark.django_db(transaction=True)
def test_two_give_it_back_after_the_old_mailbox_had_its_time(client, officers, ada, mailoutbox):
    give_factor(ada).set_password("long enough for a while")
    ada.save(update_fields=["password"])
    client.force_login(officers[0])
    form = {"person": ada.handle, "address": NEW, "reason": "Seen with her passport."}
    assert client.post(reverse("recoveries"), form).status_code == 302
    client.force_login(officers[1])
    assert NEW in client.get(reverse("recoveries")).content.decode()
    client.post(reverse("recovery-decision", args=[Recovery.objects.get().pk]), {"action": "confirm"})
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]] and "/accounts/email/stop/" in mailoutbox[0].body
    assert "Two people from this forum" in mailoutbox[0].body and "someone else has access" not in mailoutbox[0].body
    carry_out_due(timezone.now() + timedelta(hours=71))
    assert User.objects.get(pk=ada.pk).email == "ada@example.org"
    later()
    stored = User.objects.get(pk=ada.pk)
    assert stored.email == NEW and not stored.has_usable_password() and not stored.secured
    assert not Authenticator.objects.filter(user=ada).exists()


@pytest.mark.django_db(transaction=True)
def test_the_old_mailbox_stops_it(client, officers, ada, mailoutbox):
    Recovery.propose(ada, officers[0], "So they say.", address=NEW).confirm(officers[1])
    stop = next(word for word in mailoutbox[0].body.split() if "/accounts/email/stop/" in word)
    client.post(stop[stop.index("/accounts/") :])
    later()
    assert User.objects.get(pk=ada.pk).email == "ada@example.org"


def test_two_officers_do_not_get_an_administrators_account(officers, ada, grace):
    root = person("Root Person", is_staff=True, is_superuser=True)
    for who in (*officers, ada, grace):
        with pytest.raises(ValidationError):
            Recovery.propose(root, who, "Trust me.", address=NEW)
    for who in (ada, grace):
        with pytest.raises(ValidationError):
            Recovery.propose(officers[0], who, "Trust me.", address=NEW)


def test_an_address_that_has_an_account_opens_no_other(officers, ada, bo):
    with pytest.raises(ValidationError):
        Recovery.propose(ada, officers[0], "Hers.", address=bo.email.upper())


def test_there_is_no_such_page_for_others(client, ada, grace, officers):
    for who, status in ((ada, 404), (grace, 404), (officers[0], 200)):
        client.force_login(who)
        assert client.get(reverse("recoveries")).status_code == status


def test_a_password_of_before_is_not_written_anew_while_the_account_is_given_back(client, officers, ada, monkeypatch):
    """Of an older kind, so that signing in hashes it again; which takes a while."""
    User.objects.filter(pk=ada.pk).update(password=make_password(STOLEN, hasher="pbkdf2_sha256"))
    Recovery.propose(ada, officers[0], "Seen with her passport.", address=NEW).confirm(officers[1])

    def hashed(raw):
        later()
        return make_password(raw)

    monkeypatch.setattr(password, "make_password", hashed)
    client.post(reverse("account_login"), {"login": ada.email, "password": STOLEN})
    now = User.objects.get(pk=ada.pk)
    assert now.email == NEW and not now.has_usable_password()
    assert reverse("account_login") in client.get(reverse("profile")).url


def test_else_it_is_written_anew_and_opens_the_account(ada):
    older = make_password(STOLEN, hasher="pbkdf2_sha256")
    for check in (async_to_sync(ada.acheck_password), ada.check_password):
        User.objects.filter(pk=ada.pk).update(password=older)
        ada.refresh_from_db()
        assert check(STOLEN) and not check("another one")
        assert User.objects.get(pk=ada.pk).password == ada.password != older and check(STOLEN)
