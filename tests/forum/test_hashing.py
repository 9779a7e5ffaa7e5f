"""A crowd at the door fills no machine: passwords are hashed one at a time, and who waits too long is told so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, get_hasher, make_password
from django.test import Client
from django.urls import reverse

from forum import hashing

RIGHT, WRONG = "a long enough secret", "not the one"


@pytest.fixture
def hash_in_progress(monkeypatch):
    """Somebody's password is being hashed, and goes on being hashed until the test is over."""
    begun, over = Event(), Event()
    real = Argon2PasswordHasher.verify

    def slow(self, password, encoded):
        if password != "mallory's":
            return real(self, password, encoded)
        begun.set()
        return over.wait(60)

    encoded = make_password(RIGHT)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", slow)
    with ThreadPoolExecutor(1) as elsewhere:
        first = elsewhere.submit(check_password, "mallory's", encoded)
        assert begun.wait(60)
        yield
        over.set()
        assert first.result()
    assert check_password(RIGHT, encoded), "whoever comes after has the turn"


@pytest.mark.parametrize("mailbox", ["ada@example.org", "nobody@example.org"])
def test_who_waits_too_long_is_told_whether_or_not_there_is_an_account(ada, mailbox, monkeypatch, request):
    ada.set_password(RIGHT)
    ada.save(update_fields=["password"])
    request.getfixturevalue("hash_in_progress")
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    answer = Client().post(reverse("account_login"), {"login": mailbox, "password": RIGHT})
    words = answer.content.decode()
    assert answer.status_code == 503 and "passkey or a code" in words and answer.headers["Retry-After"] == "1"


def test_signing_in_by_code_waits_for_no_password(ada, hash_in_progress, monkeypatch):
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    assert Client().post(reverse("account_request_login_code"), {"email": ada.email}).status_code == 302


def test_a_new_password_waits_its_turn_too(hash_in_progress, monkeypatch):
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    with pytest.raises(hashing.Crowded):
        make_password(RIGHT)


def test_sixteen_at_once_are_hashed_one_after_the_other(monkeypatch):
    inside, most = [], []

    def hash_it(self, password, salt):
        inside.append(password)
        Event().wait(0.005)
        most.append(len(inside))
        inside.remove(password)
        return password

    monkeypatch.setattr(Argon2PasswordHasher, "encode", hash_it)
    with ThreadPoolExecutor(16) as crowd:
        hashed = list(crowd.map(make_password, map(str, range(16))))
    assert hashed == [str(number) for number in range(16)] and max(most) == 1


def test_a_mistake_in_a_hash_holds_up_nobody(monkeypatch):
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    for _ in range(2):
        with pytest.raises(ValueError, match="not a hash"):
            broken(monkeypatch)
    assert check_password(RIGHT, make_password(RIGHT))


def broken(monkeypatch) -> None:
    def fails(self, password, salt):
        raise ValueError("not a hash")

    with monkeypatch.context() as patched:
        patched.setattr(Argon2PasswordHasher, "encode", fails)
        make_password(RIGHT)


@pytest.mark.usefixtures("dear_passwords")
def test_hashes_cost_as_much_as_those_there_are_already():
    """Else a wrong password for an account with an older hash would take another time than for none."""
    strongest = get_hasher()
    assert isinstance(strongest, hashing.OneAtATime)
    assert not strongest.must_update(Argon2PasswordHasher().encode(RIGHT, strongest.salt()))
