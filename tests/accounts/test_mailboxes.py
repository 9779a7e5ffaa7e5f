"""One mailbox is one account, however its address is typed or copied; a code is good however it is copied."""

import importlib
import re

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.entrance_forms import typed
from accounts.mailboxes import Mailbox, mailbox
from accounts.models import Recovery, RefusedDomain, User
from tests.people import give_factor, person

pytestmark = pytest.mark.usefixtures("no_limits")

CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)
# What one mailbox was written as: with marks nobody sees, in full-width letters, in capitals.
WAYS = [
    "ada@example.org",
    "ada@example.org\u200b",
    "\u200eada@example.org\u200f",
    "a\u00adda@example.org",
    "ada@\uff45xample.org",
    "ada\uff20example.org",
    "ADA@Example.ORG",
    "ada@example\u2060.org",
]


@pytest.mark.parametrize("way", WAYS)
def test_however_ada_writes_her_address_she_has_one_account(client, ada, mailoutbox, way):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    client.post(reverse("account_signup"), {"email": way, "name": "Somebody Else", "terms": "on"})
    assert User.objects.count() == 1 and [mail.to for mail in mailoutbox] in ([], [["ada@example.org"]])
    client.post(reverse("account_request_login_code"), {"email": way})
    client.post(reverse("account_confirm_login_code"), {"code": CODE.search(mailoutbox[-1].body)[0]})
    assert client.get(reverse("profile")).status_code == 200


@pytest.mark.parametrize("written", ["ada@münchen.example", "ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example"])
def test_a_domain_in_any_script_is_one_domain(written):
    assert mailbox(written) == "ada@xn--mnchen-3ya.example"


@pytest.mark.parametrize(
    "wrong", ["", "@", "ada", "ada@", "\u200b", "ada@" + "x" * 70 + ".org", "a@b@\udcff", "ada@.."]
)
def test_what_is_no_address_is_left_to_whoever_checks(wrong):
    assert mailbox(wrong) == wrong.replace("\u200b", "")


@pytest.mark.parametrize(("hers", "anothers"), [
    ("ada@straße.example", "ada@strasse.example"), ("ada@FAẞ.example", "ada@fass.example"), ("ada@οδος.example", "ada@οδοσ.example"),
    ("ada@نامه\u200cای.example", "ada@نامهای.example"), ("ada@क्\u200dष.example", "ada@क्ष.example"),
])  # fmt: skip
def test_a_letter_that_another_edition_of_the_rules_takes_for_another_leads_to_nobody_else(hers, anothers):
    assert mailbox(hers) != mailbox(anothers) and Mailbox().clean(hers) == mailbox(hers)
    assert mailbox(hers).rpartition("@")[2].startswith("xn--") and mailbox(mailbox(hers)) == mailbox(hers)


def test_capitals_are_no_other_domain():
    assert mailbox("ada@ΟΔΟΣ.example") == mailbox("ada@οδοσ.example")


@pytest.mark.parametrize(
    "joined", ["ada@exa\u200dmple.org", "ada@example\u200c.org", "ada@☃.example", "ada@" + "ß" * 260]
)
def test_what_can_be_no_domain_is_refused_in_words_and_brought_into_no_other_form(joined):
    with pytest.raises(ValidationError, match=r"begins with xn--"):
        Mailbox().clean(joined)


def test_a_recovery_goes_to_the_mailbox_that_was_typed(client, ada):
    officer = give_factor(person("Omar Haddad", is_superuser=True))
    found = Recovery(person=ada, address="ada@straße.example", proposed_by=officer)
    found.sensible()
    assert found.address == "ada@xn--strae-oqa.example"


def test_a_domain_that_is_refused_is_refused_as_it_is_written(db):
    RefusedDomain.objects.take_up(["faß.example"])
    assert RefusedDomain.objects.cover("x@xn--fa-hia.example") and not RefusedDomain.objects.cover("x@fass.example")


def test_a_letter_that_mail_cannot_carry_is_refused_in_words():
    for wrong in ("jürgen@example.org", "用户@example.org", "ada.example.org"):
        with pytest.raises(Exception, match=r"such as ada@example\.org"):
            Mailbox().clean(wrong)


def test_addresses_of_before_are_brought_into_the_same_form(db, ada):
    odd, doubled = person("Odile Faye"), person("Dara Sok")
    User.objects.filter(pk=odd.pk).update(email="odile@\uff45xample.org")
    EmailAddress.objects.create(user=odd, email="odile@\uff45xample.org", verified=True, primary=True)
    User.objects.filter(pk=doubled.pk).update(email="ada@example.org\u200b")
    importlib.import_module("accounts.migrations.0019_one_mailbox").forwards(apps, None)
    assert User.objects.get(pk=odd.pk).email == EmailAddress.objects.get(user=odd).email == "odile@example.org"
    # Two accounts of one mailbox stay two, until people have decided which it is.
    assert User.objects.get(pk=doubled.pk).email == "ada@example.org\u200b"


@pytest.mark.parametrize("copied", [
    "1234-5678", " 1234 5678 ", "\u200e1234-5678\u200e", "\u2068\u200f12345678\u2069", "1234\u20135678", "1234\u202f5678",
    "\ufeff1234\u00ad5678", "١٢٣٤-٥٦٧٨", "１２３４　５６７８",
])  # fmt: skip
def test_a_code_is_good_however_it_is_copied(copied):
    assert typed(copied) == "12345678"
