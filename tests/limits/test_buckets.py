"""Counting that holds: of many who ask at once no two get the same token, and nothing unrelated washes a count out."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.utils import timezone

from accounts.jobs import forget_counts
from dialogue.limits import buckets
from dialogue.limits.budgets import Budget, Kept, Spent, Who, in_words
from dialogue.limits.keys import hashed
from dialogue.limits.models import Bucket, Cached
from dialogue.limits.networks import network

FIVE = Budget("test", Who.MAILBOX, 5, 300, Kept.TABLE)
FIVE_HERE = Budget("test", Who.MAILBOX, 5, 300, Kept.PROCESS)


def taken(budget: Budget, times: int, spender: str = "ada") -> int:
    count = 0
    for _ in range(times):
        try:
            budget.take(spender)
            count += 1
        except Spent:
            pass
    return count


@pytest.mark.parametrize("budget", [FIVE, FIVE_HERE], ids=["table", "process"])
def test_five_at_once_and_then_one_a_minute(db, monkeypatch, budget):
    now = [1_000_000.0]
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: now[0], "monotonic": lambda: now[0]}))
    assert taken(budget, 8) == 5
    with pytest.raises(Spent) as spent:
        budget.take("ada")
    assert 59 < spent.value.retry_after <= 60 and "in 60 seconds" in spent.value.message
    assert taken(budget, 8, "bo") == 5, "it costs nobody else anything"
    now[0] += spent.value.retry_after
    assert taken(budget, 3) == 1
    budget.give_back("ada")
    assert taken(budget, 3) == 1
    now[0] += 3600
    assert budget.wait("ada") == 0 and taken(budget, 8) == 5


def test_a_clock_that_was_forty_days_ahead_locks_nobody_out_when_it_is_set_right(db, monkeypatch):
    now = [3_000_000.0 + 40 * 86_400]
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: now[0]}))
    assert taken(FIVE, 8) == 5
    now[0] -= 40 * 86_400
    assert FIVE.wait("ada") == 0 and taken(FIVE, 8) == 5
    now[0] -= 1
    assert taken(FIVE, 1) == 0, "another machine's clock may be a little behind"


@pytest.mark.parametrize("budget", [FIVE, FIVE_HERE], ids=["table", "process"])
def test_of_many_asked_for_at_once_as_many_are_taken_as_there_are(db, monkeypatch, budget):
    now = [2_000_000.0]
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: now[0], "monotonic": lambda: now[0]}))
    assert budget.take_some(2, "cy") == 2 and budget.take_some(7, "cy") == 3 and budget.take_some(1, "cy") == 0
    budget.give_back("cy", number=2)
    assert taken(budget, 4, "cy") == 2
    assert budget.take_some(9, "dee") == 5, "never more than the ceiling, also of a bucket that is full"
    now[0] += 121
    assert budget.take_some(9, "dee") == 2


@pytest.mark.django_db(transaction=True)
def test_of_thirty_who_try_at_once_five_get_a_try():
    """On either database, each in a thread and a connection of its own."""

    def one(_: int) -> int:
        try:
            return taken(FIVE, 1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(one, range(30))) == 5


@pytest.mark.parametrize("counted", ["table", "cache"])
def test_ten_thousand_unrelated_keys_wash_nothing_out(db, counted):
    assert taken(FIVE, 5) == 5
    cache.set("guesses", [1.0, 2.0], 300)
    model = Bucket if counted == "table" else Cached
    fields = {} if counted == "table" else {"value": "1"}
    until = time.time() + 300
    model.objects.bulk_create(model(key=f"{counted}:{hashed(n)}", expires_at=until, **fields) for n in range(10_000))
    for n in range(50):
        taken(FIVE, 1, f"stranger {n}")
        cache.set(f"stranger {n}", n, 300)
    assert taken(FIVE, 1) == 0 and cache.get("guesses") == [1.0, 2.0]


def test_what_is_over_goes_and_the_rest_stays(db):
    now = time.time()
    for age in (-10, 10):
        Bucket.objects.create(key=f"test:{age}", expires_at=now + age)
        Cached.objects.create(key=f"test:{age}", value="1", expires_at=now + age)
    assert forget_counts(timezone.now()) == 2
    assert [each.key for each in (*Bucket.objects.all(), *Cached.objects.all())] == ["test:10", "test:10"]


def test_a_process_that_counts_too_many_lets_go_of_who_has_spent_least(monkeypatch):
    memory = buckets.Memory()
    monkeypatch.setattr(memory, "LARGEST", 100)
    for _ in range(5):
        assert memory.take("mallory", 5, 300) == 0
    for n in range(1000):
        assert memory.take(f"stranger {n}", 5, 300) == 0
        assert len(memory.full_at) <= 100
    assert memory.take("mallory", 5, 300) > 0


def test_keys_name_nobody(db):
    FIVE.take("127.0.0.1", "ada@example.org")
    cache.set("allauth:ada@example.org:127.0.0.1", 1)
    kept = " ".join([*Bucket.objects.values_list("key", flat=True), *Cached.objects.values_list("key", flat=True)])
    # Of no letters that a hash has: nothing of it can stand there by chance.
    assert "@" not in kept and "example" not in kept and "127.0" not in kept and len(kept.split()) == 2


def test_an_office_is_one_network_whatever_addresses_it_takes():
    assert network("2001:db8:1:2ff::1") == network("2001:db8:1:200:aaaa::9") != network("2001:db8:2::1")
    assert network("::ffff:192.0.2.7") == network("192.0.2.7") == "192.0.2.7"
    assert network("no address") == "no address"


@pytest.mark.parametrize(
    "seconds,words", [(0.2, "in 1 second"), (19.1, "in 20 seconds"), (300, "in 5 minutes"), (7000, "in 2 hours")]
)
def test_when_is_said_in_words_and_never_too_soon(seconds, words):
    assert in_words(seconds) == words


def test_a_row_is_small():
    """Whoever invents keys fills rows of this size until they are over."""
    assert len(FIVE.key("somebody")) < 100 and connection.vendor in ("sqlite", "postgresql")
    assert settings.CACHES["default"]["BACKEND"] == "dialogue.limits.cache.TableCache"
