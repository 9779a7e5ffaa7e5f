"""When the rules change by which words are filed, old posts are filed anew while people go on, and are found meanwhile."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.housekeeping import Unfinished, keep_house
from accounts.models import User
from dialogue.rooms.models import Post, Searched, searched
from dialogue.rooms.models.searched import edition, kept_of
from dialogue.rooms.search import filling
from dialogue.rooms.search.refiling import refile
from dialogue.text.folding import tokens
from tests.people import person, say, withdraw
from tests.rooms.test_search import SAID, found

# What could be found before there were editions, as it was said and asked.
BEFORE = {
    "Clean water for all": "wat", "人人有權利法": "權利", "全部カタカナだ": "カタカナ", "यह क़ानून": "क़ानून", "moja сімʼя": "сімʼя",
    "Oʻzbekiston xalqi": "Oʻzbekiston", "half of it, 50%": "50%", "l'État": "l'etat",
}  # fmt: skip


@pytest.fixture
def spoken(room, ada) -> dict[str, Post]:
    return {code: say(ada, room, text, language=code) for code, text in SAID.items()}


def test_posts_from_before_are_taken_in_and_what_belongs_to_none_goes(client, room, ada, spoken):
    gone = Searched.objects.get(seq=1)
    Searched.objects.filter(seq__gt=5).delete()
    Searched.objects.filter(seq=2).update(words=gone.words)
    Searched.objects.create(room=room, seq=999, words=gone.words)
    assert found(client, "气候") == set()
    call_command("reindex", verbosity=0)
    assert found(client, "气候") == {spoken["zh"].seq} and Searched.objects.count() == len(SAID) + 1
    assert found(client, "mudanças") == set()
    call_command("reindex", "--again", verbosity=0)
    assert found(client, "mudanças") == {spoken["pt-br"].seq} and Searched.objects.count() == len(SAID)
    withdraw(ada, spoken["en"])
    call_command("reindex", "--again", verbosity=0)
    assert Searched.objects.count() == len(SAID) - 1


def filed_before() -> None:
    """As rules before have filed every post."""
    Searched.objects.update(words="nothing", edition="before")


def test_what_rules_before_have_filed_is_filed_anew_by_itself(client, spoken):
    filed_before()
    Searched.objects.filter(seq=1).update(edition=None)
    assert found(client, "floods") == set()
    assert dict(keep_house(timezone.now()))["words of the search"] == 1
    assert found(client, "floods") == {spoken["en"].seq}
    assert {*Searched.objects.values_list("edition", flat=True)} == {edition()}
    assert refile() == 0


def test_one_lot_that_fails_keeps_no_other_from_its_turn_and_it_goes_on_later(spoken, monkeypatch):
    monkeypatch.setattr("dialogue.rooms.search.refiling.BATCH", 2)
    filed_before()
    newest = max(post.seq for post in spoken.values())
    with monkeypatch.context() as broken:
        broken.setattr(filling, "kept_of", lambda post, words: 1 / 0 if post.seq == newest else kept_of(post, words))
        with pytest.raises(Unfinished):
            refile()
    assert [row.edition == edition() for row in Searched.objects.order_by("-pk")[:4]] == [False, False, True, True]
    assert refile() == 1 and refile() == 0


def words_before(text: str) -> str:
    words = [token.word for token in tokens(text, before=True)]
    if connection.vendor == "postgresql":
        return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))
    return " ".join(words)


def test_a_forum_that_is_half_filed_anew_finds_what_it_found_before(client, room, ada, monkeypatch):
    posts = {text: say(ada, room, text) for text in BEFORE}
    for text, post in posts.items():
        Searched.objects.filter(seq=post.seq).update(words=kept_of(post, words_before(text)), edition=None)
    say(ada, room, "Something that was said since.")
    for text, asked in BEFORE.items():
        assert found(client, asked) == {posts[text].seq}, asked
    monkeypatch.setattr("dialogue.rooms.search.refiling.BATCH", 3)
    # Housekeeping is stopped in the middle.
    monkeypatch.setattr(
        "dialogue.rooms.search.refiling._old", lambda: iter([list(Searched.objects.values_list("pk", flat=True)[:4])])
    )
    refile()
    assert {*Searched.objects.values_list("edition", flat=True)} == {None, edition()}
    for text, asked in BEFORE.items():
        assert found(client, asked) == {posts[text].seq}, asked
    monkeypatch.undo()
    refile()
    for text, asked in BEFORE.items():
        assert found(client, asked) == {posts[text].seq}, asked
    assert found(client, "权利") == {posts["人人有權利法"].seq} and found(client, "waters") == {
        posts["Clean water for all"].seq
    }


def test_the_upgrade_folds_names_anew(client, room):
    miki, wang = person("ミキ サトウ"), person("王國")
    User.objects.filter(pk=miki.pk).update(name_words=" ミキ キ サト トウ ウ ")
    upgrade = import_module("dialogue.rooms.migrations.0010_editions_of_words")
    upgrade.fold(apps, None)
    assert User.objects.get(pk=miki.pk).name_words == miki.name_words
    assert "みき" in miki.name_words and User.objects.get(pk=wang.pk).name_words == wang.name_words


@pytest.mark.parametrize("what", searched.FILED_BY)
def test_every_change_of_what_words_are_filed_under_is_another_edition(monkeypatch, what):
    before = edition()
    monkeypatch.setattr(searched, "FILED_BY", tuple(each for each in searched.FILED_BY if each != what))
    edition.cache_clear()
    try:
        assert edition() != before
    finally:
        edition.cache_clear()
