"""The budgets that verbs count: each is spent here, refused in words with a time, and costs nobody else anything. Whoever adds a
budget adds its probe here, or this fails."""

import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import budgets as entrance
from accounts.known_devices import Device
from dialogue.limits import buckets
from dialogue.limits.budgets import BUDGETS, Counted
from dialogue.live.budget import Budget as Socket
from dialogue.live.refusals import NotAllowed, TooFast
from dialogue.rooms import budgets as rooms
from dialogue.rooms.models import Post
from dialogue.rooms.models.post import EDITS
from dialogue.rooms.pace import PER_MINUTE
from tests.limits.spending import spend
from tests.people import edit, give_factor, person, react, say, sign_in, withdraw

ADA, HERE, ELSEWHERE = "ada@example.org", "198.51.100.1", "192.0.2.1"
WHEN = re.compile(r"[Tt]ry again in \d+|send them again in \d+")


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    """Else on a slow machine a budget fills up while it is spent."""
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: 1.8e9, "monotonic": lambda: 1.8e9}))


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


class Guesses:
    """Budgets of sign-in and mail: spent, and then asked at their door. The innocent come from another network, or are other
    people; tests/security/test_lockout.py plays them in full."""

    @staticmethod
    def mail(ada):
        spend(entrance.MAIL, ADA)
        assert WHEN.search(mails_to_ada(HERE))

    @staticmethod
    def mail_at_once(ada):
        spend(entrance.MAIL_AT_ONCE, ADA)
        assert WHEN.search(mails_to_ada(HERE))
        Client().post(reverse("account_reset_password"), {"email": "bo@example.org"})
        assert mail.outbox[-1].to == ["bo@example.org"]

    @staticmethod
    def code_mail(ada):
        """No other mail spends it."""
        spend(entrance.CODE_MAIL, ADA)
        assert WHEN.search(asks_for_a_code(HERE)) and not WHEN.search(mails_to_ada(HERE))

    @staticmethod
    def code_mail_at_once(ada):
        spend(entrance.CODE_MAIL_AT_ONCE, ADA)
        assert WHEN.search(asks_for_a_code(HERE)) and not WHEN.search(mails_to_ada(HERE))

    @staticmethod
    def mail_from(ada):
        spend(entrance.MAIL_FROM, HERE)
        assert WHEN.search(mails_to_ada(HERE)) and not WHEN.search(mails_to_ada(ELSEWHERE))

    @staticmethod
    def mail_known(ada):
        hers = signed_in(ada)
        spend(entrance.MAIL_KNOWN, hers.session.session_key, ada.pk)
        answer = hers.post(reverse("account_reset_password"), {"email": ADA})
        assert answer.status_code in (302, 429)
        assert not WHEN.search(mails_to_ada(ELSEWHERE))

    @staticmethod
    def mail_by_person(ada):
        spend(entrance.MAIL_BY_PERSON, ada.pk)
        new = {"email": "victim@example.org", "action_add": ""}
        assert WHEN.search(signed_in(ada).post(reverse("account_email"), new).content.decode())
        assert not WHEN.search(signed_in(person("Bo Lindqvist")).post(reverse("account_email"), new).content.decode())

    @staticmethod
    def wrong(ada):
        spend(entrance.WRONG, HERE)
        assert WHEN.search(tries_a_password(HERE)) and WHEN.search(tries_a_code(HERE))
        assert not WHEN.search(tries_a_password(ELSEWHERE))

    @staticmethod
    def password(ada):
        spend(entrance.PASSWORD, HERE, ADA)
        assert WHEN.search(tries_a_password(HERE)) and not WHEN.search(tries_a_password(ELSEWHERE))

    @staticmethod
    def password_anywhere(ada):
        spend(entrance.PASSWORD_ANYWHERE, ADA)
        assert WHEN.search(tries_a_password(HERE)) and not WHEN.search(tries_a_code(HERE))

    @staticmethod
    def code(ada):
        spend(entrance.CODE, HERE, ADA)
        assert WHEN.search(tries_a_code(HERE)) and not WHEN.search(tries_a_code(ELSEWHERE))

    @staticmethod
    def code_anywhere(ada):
        spend(entrance.CODE_ANYWHERE, ADA)
        assert WHEN.search(tries_a_code(HERE)) and not WHEN.search(tries_a_password(HERE))

    @staticmethod
    def password_known(ada):
        ada.set_password("a long enough secret")
        ada.save()
        hers, stolen, right = signed_in(ada), signed_in(ada), {"password": "a long enough secret"}
        spend(entrance.PASSWORD_KNOWN, stolen.session.session_key, ada.pk)
        answer = stolen.post(reverse("account_reauthenticate"), right)
        assert answer.status_code != 302 and WHEN.search(answer.content.decode())
        assert hers.post(reverse("account_reauthenticate"), right).status_code == 302

    @staticmethod
    def code_known(ada):
        """The code is mailed first, for it is asked for and typed in one session."""
        hers, stolen = signed_in(ada), signed_in(ada)
        for each in (hers, stolen):
            each.post(reverse("reauthenticate-by-code"), {"action": "send"})
        spend(entrance.CODE_KNOWN, stolen.session.session_key, ada.pk)
        wrong = {"code": "0000-0000"}
        assert WHEN.search(stolen.post(reverse("reauthenticate-by-code"), wrong).content.decode())
        assert not WHEN.search(hers.post(reverse("reauthenticate-by-code"), wrong).content.decode())

    @staticmethod
    def factor(ada):
        spend(entrance.FACTOR, HERE, ada.pk)
        assert WHEN.search(tries_a_factor(ada, HERE)) and not WHEN.search(tries_a_factor(ada, ELSEWHERE))

    @staticmethod
    def factor_anywhere(ada):
        spend(entrance.FACTOR_ANYWHERE, ada.pk)
        assert WHEN.search(tries_a_factor(ada, HERE)) and not WHEN.search(tries_a_factor(person("Bo Lindqvist"), HERE))

    @staticmethod
    def factor_known(ada):
        known, other = Device(), Device()
        cookies = [each.remember(ada) for each in (known, other)]
        spend(entrance.FACTOR_KNOWN, known.id, ada.pk)
        assert WHEN.search(tries_a_factor(ada, HERE, cookies[0]))
        assert not WHEN.search(tries_a_factor(ada, HERE, cookies[1]))


class Verbs:
    """Of the rooms: mallory spends, ada goes on."""

    @staticmethod
    def posts(ada, mallory, room):
        for n in range(PER_MINUTE):
            say(mallory, room, f"{n}")
        with refused():
            say(mallory, room, "One more")
        say(ada, room, "A word")

    @staticmethod
    def edits(ada, mallory, room):
        posts = {who: say(who, room, "First words") for who in (ada, mallory)}
        for n in range(rooms.EDIT.ceiling):
            edit(mallory, posts[mallory], f"Words {n}")
        with refused():
            edit(mallory, posts[mallory], "Words again")
        edit(ada, posts[ada], "Other words")

    @staticmethod
    def edits_of_a_post(ada, mallory, room):
        post, other = say(mallory, room, "First words"), say(mallory, room, "Second")
        for n in range(EDITS):
            rooms.EDIT.give_back(mallory.pk)
            edit(mallory, post, f"Words {n}")
        rooms.EDIT.give_back(mallory.pk)
        with pytest.raises(NotAllowed) as why:
            edit(mallory, post, "Words again")
        assert why.value.code == "not_allowed" and "Reply" in str(why.value.message)
        rooms.EDIT.give_back(mallory.pk)
        edit(mallory, other, "Other words")

    @staticmethod
    def newcomers(ada, mallory, room):
        crowd = [person(f"Crowd{n} Person", joined_at=timezone.now()) for n in range(4)]
        for n in range(settings.NEWCOMERS_A_MINUTE):
            say(crowd[n % 4], room, f"{n}")
        with refused():
            say(crowd[0], room, "One more")
        say(ada, room, "A word of somebody who has been here for longer")

    @staticmethod
    def withdrawals(ada, mallory, room):
        spend(rooms.WITHDRAWALS, mallory.pk)
        posts = {who: say(who, room, "Words") for who in (ada, mallory)}
        with refused():
            withdraw(mallory, posts[mallory])
        withdraw(ada, posts[ada])

    @staticmethod
    def reactions(ada, mallory, room):
        post = say(ada, room, "Words")
        for n in range(rooms.REACTIONS.ceiling):
            react(mallory, post, ("agree", None)[n % 2])
        with refused():
            react(mallory, post, "disagree")
        react(ada, post, "agree")

    @staticmethod
    def pages(ada, mallory, room):
        """tests/rooms/test_heavy_pages.py has it in full."""
        for n in range(3):
            say(mallory, room, f"{n}")
        Post.objects.update(html="x" * (rooms.PAGES.bytes // 2))
        assert len(room.posts.page(50)) <= 2
        Post.objects.update(html="x")
        assert len(room.posts.page(50)) == 3

    @staticmethod
    def socket(ada, mallory, room):
        """tests/wire/test_floods.py has it in full: it is closed with 4029, which says to wait."""
        hers, theirs = Socket(), Socket()
        assert [theirs.spend(100) for _ in range(rooms.SOCKET.ceiling + 1)].count(False) == 1
        assert not theirs.spend(rooms.SOCKET.bytes) and hers.spend(100)


@contextmanager
def refused():
    with pytest.raises(TooFast) as why:
        yield
    assert why.value.retry_after > 0 and str(why.value.message)


GUESSES = {
    entrance.CODE_MAIL: Guesses.code_mail, entrance.CODE_MAIL_AT_ONCE: Guesses.code_mail_at_once,
    entrance.MAIL: Guesses.mail, entrance.MAIL_AT_ONCE: Guesses.mail_at_once, entrance.MAIL_FROM: Guesses.mail_from,
    entrance.MAIL_KNOWN: Guesses.mail_known, entrance.MAIL_BY_PERSON: Guesses.mail_by_person, entrance.WRONG: Guesses.wrong,
    entrance.PASSWORD: Guesses.password, entrance.PASSWORD_ANYWHERE: Guesses.password_anywhere, entrance.CODE: Guesses.code,
    entrance.CODE_ANYWHERE: Guesses.code_anywhere, entrance.PASSWORD_KNOWN: Guesses.password_known,
    entrance.CODE_KNOWN: Guesses.code_known, entrance.FACTOR: Guesses.factor,
    entrance.FACTOR_ANYWHERE: Guesses.factor_anywhere, entrance.FACTOR_KNOWN: Guesses.factor_known,
}  # fmt: skip
VERBS = {
    rooms.POSTS: Verbs.posts, rooms.EDIT: Verbs.edits, rooms.EDITS_OF_A_POST: Verbs.edits_of_a_post,
    rooms.NEWCOMERS: Verbs.newcomers, rooms.WITHDRAWALS: Verbs.withdrawals, rooms.REACTIONS: Verbs.reactions,
    rooms.PAGES: Verbs.pages,
    rooms.SOCKET: Verbs.socket,
}  # fmt: skip


def test_every_budget_that_a_verb_counts_has_a_probe():
    assert {each for each in BUDGETS.values() if each.counted == Counted.VERB} == {*GUESSES, *VERBS}


@pytest.mark.django_db
@pytest.mark.parametrize("budget", GUESSES, ids=lambda budget: budget.name)
def test_guesses_and_mail_are_refused_in_words(budget, ada):
    GUESSES[budget](ada)


@pytest.mark.django_db
@pytest.mark.parametrize("budget", VERBS, ids=lambda budget: budget.name)
def test_a_verb_refuses_mallory_and_ada_goes_on(budget, ada, mallory, room):
    VERBS[budget](ada, mallory, room)


@pytest.mark.django_db
def test_counting_reactions_asks_nothing_of_the_database(ada, django_assert_num_queries):
    with django_assert_num_queries(0):
        rooms.spend(rooms.REACTIONS, ada.pk)
