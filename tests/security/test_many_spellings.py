"""One mailbox is counted as one, however mallory spells it: where mail goes is what was counted, or nothing goes."""

import smtplib

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts import guessing
from accounts.entrusting.forms import RecoveryForm
from accounts.mailboxes import Mailbox, is_plain
from accounts.models import User
from tests.people import mailed_code, person, sign_in

# Each reaches ada's mailbox, or a server that has other names too.
HOSTILE = [
    r'"ada"@example.org', r'"\ada"@example.org', r'"a\da"@example.org', r'"\a\d\a"@example.org', '"a da"@example.org',
    '"ada,x"@example.org', '"x@evil.example"@example.org', "ada@[127.0.0.1]", "ada@[IPv6:::1]", "ada@[::1]", "ada@localhost",
]  # fmt: skip
LOCAL = st.text("adA.+-_'%!#\"\\ ()<>,;:@[]\t\u00ad\u200b\uff41", min_size=1, max_size=12)
SPELLED = st.one_of(LOCAL, LOCAL.map('"{}"'.format))
DOMAIN = st.sampled_from(
    ["example.org", "EXAMPLE.org", "example.org.", "münchen.example", "xn--mnchen-3ya.example", "localhost", "[127.0.0.1]",
     "[::1]", "example", "\uff45xample.org", "exa\u00admple.org", "example。org", "(x)example.org"]
)  # fmt: skip


class Server:
    """Takes down to whom it was sent, as smtplib writes it on the wire."""

    def __init__(self):
        self.recipients: list[str] = []

    def sendmail(self, sender, recipients, message) -> None:
        self.recipients += map(smtplib.quoteaddr, recipients)


def on_the_wire(address: str) -> list[str]:
    backend = EmailBackend()
    backend.connection = Server()
    backend.send_messages([EmailMessage("Code", "1234-5678", "forum@example.net", [address])])
    return backend.connection.recipients


@settings(deadline=None)
@given(local=SPELLED, domain=DOMAIN)
@example(local=r'"t\arget8"', domain="example.org")
@example(local='"target8"', domain="example.org")
@example(local="a%b", domain="münchen.example")
def test_whatever_is_taken_goes_where_it_is_counted(local, domain):
    try:
        counted = Mailbox().clean(f"{local}@{domain}")
    except ValidationError:
        return
    assert counted == counted.lower() and on_the_wire(counted) == [f"<{counted}>"]


@pytest.fixture
def counted(monkeypatch) -> set[str]:
    """The mailboxes that were counted for mail."""
    found, take = set(), guessing.take

    def noted(spends) -> None:
        found.update(str(word) for _budget, spender in spends for word in spender if "@" in str(word))
        take(spends)

    monkeypatch.setattr(guessing, "take", noted)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["account_signup", "account_request_login_code", "account_reset_password"])
@pytest.mark.parametrize("way", [*HOSTILE, "ada@example.org", "ADA@EXAMPLE.ORG", "ada@\uff45xample.org"])
def test_no_spelling_has_mail_of_its_own_sent_to_her(ada, counted, door, way):
    Client().post(reverse(door), {"email": way, "name": "Somebody Else"})
    sent = [on_the_wire(to)[0].strip("<>") for letter in mail.outbox for to in letter.to]
    assert sent == ([] if way in HOSTILE else ["ada@example.org"]) and set(sent) == counted


@pytest.mark.django_db
@pytest.mark.parametrize("way", HOSTILE)
def test_every_door_for_a_new_address_says_which_form_is_wanted(client, ada, way):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    page = client.post(reverse("account_signup"), {"email": way, "name": "Somebody Else"}).content.decode()
    sign_in(client, ada)
    page_of_change = client.post(reverse("account_email"), {"email": way, "action_add": ""}).content.decode()
    [said] = RecoveryForm({"person": ada.handle, "address": way, "reason": "Hers."}).errors["address"]
    wanted = "such as ada@example.org"
    assert wanted in said and wanted in page and wanted in page_of_change and not mail.outbox


@pytest.mark.django_db
def test_who_has_such_an_address_from_before_still_signs_in(client):
    odd = person("Odile Faye")
    User.objects.filter(pk=odd.pk).update(email='"odile,faye"@example.org')
    EmailAddress.objects.create(user=odd, email='"odile,faye"@example.org', verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": '"odile,faye"@example.org'})
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    assert client.get(reverse("profile")).status_code == 200
    assert not is_plain(mail.outbox[-1].to[0])
