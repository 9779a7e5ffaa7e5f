"""Budgets of sign-in and mail: spent, and then asked at their door. The innocent come from another network, or are other people;
tests/security/test_lockout.py plays them in full."""

import re
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import budgets as entrance
from accounts.known_devices import Device
from dialogue.limits.budgets import Budget
from tests.limits.spending import spend
from tests.people import give_factor, person, sign_in

ADA, HERE, ELSEWHERE = "ada@example.org", "198.51.100.1", "192.0.2.1"
WHEN = re.compile(r"[Tt]ry again in \d+|send them again in \d+")


def mails_to_ada(address: str) -> str:
    return Client(REMOTE_ADDR=address).post(reverse("account_reset_password"), {"email": ADA}).content.decode()


def tries_a_password(address: str) -> str:
    client = Client(REMOTE_ADDR=address)
    return client.post(reverse("account_login"), {"login": ADA, "password": "wrong"}).content.decode()


def tries_a_code(address: str) -> str:
    client = Client(REMOTE_ADDR=address)
    client.post(reverse("account_request_login_code"), {"email": ADA})
    return client.post(reverse("account_confirm_login_code"), {"code": "0000-0000"}).content.decode()


def asks_for_a_code(address: str) -> str:
    return Client(REMOTE_ADDR=address).post(reverse("account_request_login_code"), {"email": ADA}).content.decode()


def signed_in(who, address: str = HERE) -> Client:
    client = Client(REMOTE_ADDR=address)
    sign_in(client, who)
    return client


def tries_a_factor(who, address: str, device: str = "") -> str:
    give_factor(who)
    client = signed_in(who, address)
    client.cookies[settings.DEVICE_COOKIE_NAME] = device
    return client.post(reverse("mfa_reauthenticate"), {"code": "000000"}).content.decode()


def mails_to_bo(address: str) -> str:
    answer = Client(REMOTE_ADDR=address).post(reverse("account_reset_password"), {"email": "bo@example.org"})
    assert mail.outbox[-1].to == ["bo@example.org"]
    return answer.content.decode()


def elsewhere(door):
    return lambda address: door(ELSEWHERE)


# Who has spent it; the doors that are shut then, and those that are not.
DOORS = {
    entrance.MAIL: ([ADA], [mails_to_ada], [mails_to_bo]),
    entrance.MAIL_AT_ONCE: ([ADA], [mails_to_ada], [mails_to_bo]),
    # No other mail spends what codes are mailed from.
    entrance.CODE_MAIL: ([ADA], [asks_for_a_code], [mails_to_ada]),
    entrance.CODE_MAIL_AT_ONCE: ([ADA], [asks_for_a_code], [mails_to_ada]),
    entrance.MAIL_FROM: ([HERE], [mails_to_ada], [elsewhere(mails_to_ada)]),
    entrance.WRONG: ([HERE], [tries_a_password, tries_a_code], [elsewhere(tries_a_password)]),
    entrance.PASSWORD: ([HERE, ADA], [tries_a_password], [elsewhere(tries_a_password)]),
    entrance.PASSWORD_ANYWHERE: ([ADA], [tries_a_password], [tries_a_code]),
    entrance.CODE: ([HERE, ADA], [tries_a_code], [elsewhere(tries_a_code)]),
    entrance.CODE_ANYWHERE: ([ADA], [tries_a_code], [tries_a_password]),
}


def spent_at_doors(budget: Budget, ada) -> None:
    spender, shut, others_open = DOORS[budget]
    spend(budget, *spender)
    assert all(WHEN.search(door(HERE)) for door in shut)
    assert not any(WHEN.search(door(HERE)) for door in others_open)


def mail_known(ada):
    hers = signed_in(ada)
    spend(entrance.MAIL_KNOWN, hers.session.session_key, ada.pk)
    answer = hers.post(reverse("account_reset_password"), {"email": ADA})
    assert answer.status_code in (302, 429)
    assert not WHEN.search(mails_to_ada(ELSEWHERE))


def mail_by_person(ada):
    spend(entrance.MAIL_BY_PERSON, ada.pk)
    new = {"email": "victim@example.org", "action_add": ""}
    assert WHEN.search(signed_in(ada).post(reverse("account_email"), new).content.decode())
    assert not WHEN.search(signed_in(person("Bo Lindqvist")).post(reverse("account_email"), new).content.decode())


def password_known(ada):
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    hers, stolen, right = signed_in(ada), signed_in(ada), {"password": "a long enough secret"}
    spend(entrance.PASSWORD_KNOWN, stolen.session.session_key, ada.pk)
    answer = stolen.post(reverse("account_reauthenticate"), right)
    assert answer.status_code != 302 and WHEN.search(answer.content.decode())
    assert hers.post(reverse("account_reauthenticate"), right).status_code == 302


def code_known(ada):
    """The code is mailed first, for it is asked for and typed in one session."""
    hers, stolen = signed_in(ada), signed_in(ada)
    for each in (hers, stolen):
        each.post(reverse("reauthenticate-by-code"), {"action": "send"})
    spend(entrance.CODE_KNOWN, stolen.session.session_key, ada.pk)
    wrong = {"code": "0000-0000"}
    assert WHEN.search(stolen.post(reverse("reauthenticate-by-code"), wrong).content.decode())
    assert not WHEN.search(hers.post(reverse("reauthenticate-by-code"), wrong).content.decode())


def factor(ada):
    spend(entrance.FACTOR, HERE, ada.pk)
    assert WHEN.search(tries_a_factor(ada, HERE)) and not WHEN.search(tries_a_factor(ada, ELSEWHERE))


def factor_anywhere(ada):
    spend(entrance.FACTOR_ANYWHERE, ada.pk)
    assert WHEN.search(tries_a_factor(ada, HERE)) and not WHEN.search(tries_a_factor(person("Bo Lindqvist"), HERE))


def factor_known(ada):
    give_factor(ada)
    known, other = Device(), Device()
    cookies = [each.remember(ada) for each in (known, other)]
    spend(entrance.FACTOR_KNOWN, known.id, ada.pk)
    assert WHEN.search(tries_a_factor(ada, HERE, cookies[0]))
    assert not WHEN.search(tries_a_factor(ada, HERE, cookies[1]))


def asks_for_a_name(who, address: str = HERE) -> str:
    """Whoever types it has it still, and the reason too."""
    EmailAddress.objects.get_or_create(user=who, email=who.email, verified=True)
    form = {"name": "Minister Person", "look": "on", "why": "It is my family name."}
    answer = signed_in(who, address).post(reverse("profile"), form)
    assert answer.status_code == 302 or "family name" in answer.content.decode()
    return answer.content.decode()


def names_to_look_at(ada):
    spend(entrance.NAME_LOOKS, ada.pk)
    assert WHEN.search(asks_for_a_name(ada)) and not WHEN.search(asks_for_a_name(person("Bo Lindqvist")))


def names_from_a_network(ada):
    spend(entrance.NAME_LOOKS_FROM, HERE)
    assert WHEN.search(asks_for_a_name(ada)) and not WHEN.search(asks_for_a_name(person("Bo Lindqvist"), ELSEWHERE))


GUESSES = {budget: partial(spent_at_doors, budget) for budget in DOORS} | {
    entrance.MAIL_KNOWN: mail_known, entrance.MAIL_BY_PERSON: mail_by_person, entrance.PASSWORD_KNOWN: password_known,
    entrance.CODE_KNOWN: code_known, entrance.FACTOR: factor, entrance.FACTOR_ANYWHERE: factor_anywhere,
    entrance.FACTOR_KNOWN: factor_known, entrance.NAME_LOOKS: names_to_look_at, entrance.NAME_LOOKS_FROM: names_from_a_network,
}  # fmt: skip
