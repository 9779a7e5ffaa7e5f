"""The budgets that verbs count: each is spent here, refused in words with a time, and costs nobody else anything. Whoever adds a
budget adds its probe here, or this fails."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.utils import timezone

from dialogue.limits import buckets
from dialogue.limits.budgets import BUDGETS, Counted
from dialogue.live.budget import Budget as Socket
from dialogue.live.refusals import NotAllowed, TooFast
from dialogue.rooms import budgets as rooms
from dialogue.rooms.models import Post
from dialogue.rooms.models.post import EDITS
from dialogue.rooms.pace import PER_MINUTE
from tests.limits.spending import spend
from tests.people import edit, person, react, say, withdraw
from tests.security.guesses import GUESSES


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    """Else on a slow machine a budget fills up while it is spent."""
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: 1.8e9, "monotonic": lambda: 1.8e9}))


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
        assert why.value.code == "not_allowed" and "reply" in str(why.value.message)
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
        assert not Socket().spend(rooms.SOCKET.bytes + 1) and hers.spend(100)


@contextmanager
def refused():
    with pytest.raises(TooFast) as why:
        yield
    assert why.value.retry_after > 0 and str(why.value.message)


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
