"""Whoever came before the minister and bears a name like hers keeps it, is told, and is not taken for her."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.erasing import erase_account
from accounts.models import Mandate, NameKey, Organisation, User
from accounts.namesakes import mark
from accounts.renaming import correct
from dialogue.rooms.drawing import Row, drawn
from dialogue.rooms.events import fact_of
from dialogue.rooms.models import Post
from tests.accounts.desk import ask, ministry, officers
from tests.people import give_factor, person, say, sign_in

MARK = "not the official of this name"
NAMES = ("Ada-Mensah", "Mensah Áda", "Ada Mensa", "Lady Ada Mensah", "Adamensah")


@pytest.fixture
def early(db) -> list[User]:
    """They came before anybody of this name spoke for a body."""
    return [User.objects.create_user(f"early{place}@example.org", name=name) for place, name in enumerate(NAMES)]


@pytest.fixture
def minister(early, ada):
    """Ada, whose mandate the second of two officers has just confirmed."""
    desk = officers()
    mandate = ask(give_factor(ada), ministry(desk), "Minister")
    mandate.accredit(desk[0])
    assert not mail.outbox and not User.objects.exclude(namesake_of=None).exists()
    mandate.confirm(desk[1])
    return ada


def now(who: User) -> User:
    return User.objects.get(pk=who.pk)


def post_now(post: Post) -> Post:
    return Post.objects.with_people().get(pk=post.pk)


def row(post: Post) -> str:
    post = post_now(post)
    return drawn(Row.of(post, post.room.slug, post.author, False, (), False))


def told(who: User) -> list:
    return [letter for letter in mail.outbox if letter.to == [who.email]]


def test_everybody_who_could_be_taken_for_her_is_written_to_once(minister, early, bo):
    assert all(now(each).namesake_of == minister for each in early)
    assert not now(bo).namesake_of and not told(bo) and not told(minister)[1:]
    for each in early:
        [letter] = told(each)
        assert each.name in letter.body and "Ministry of Rain" in letter.body and "can keep your name" in letter.body
        assert MARK in letter.body and reverse("profile") in letter.body
    again = officers_again()
    mandate = ask(minister, ministry(again, slug="snow", name="Ministry of Snow"), "Minister")
    mandate.accredit(again[0])
    mandate.confirm(again[1])
    assert all(len(told(each)) == 1 for each in early)


def officers_again() -> list[User]:
    return list(User.objects.filter(is_officer=True).order_by("pk"))


def test_whose_words_they_are_not_stands_beside_them_in_rows_frames_and_on_their_page(client, minister, early, room):
    hers, theirs = say(minister, room, "As I said.", mandate=minister.mandates.get().pk), say(early[0], room, "Hm.")
    assert MARK in row(theirs) and fact_of(theirs).origin == "namesake"
    assert MARK not in row(hers) and fact_of(hers).origin == "person"
    assert "Ministry of Rain" in row(hers) and "post--official" in row(hers)
    # Her own words for herself need no mark: the name is hers.
    assert MARK not in row(say(minister, room, "And I for myself."))
    assert MARK in client.get(reverse("person", args=[early[0].handle])).content.decode()
    assert MARK not in client.get(reverse("person", args=[minister.handle])).content.decode()


def test_their_page_says_why_and_what_to_do(client, minister, early, bo):
    sign_in(client, early[0])
    page = client.get(reverse("profile")).content.decode()
    assert "<bdi>Ada Mensah</bdi> speaks for a public organisation" in page and MARK in page and 'name="name"' in page
    sign_in(client, bo)
    assert "public organisation here" not in client.get(reverse("profile")).content.decode()


@pytest.mark.parametrize(
    "name", ["Ada Akua Mensah", "Ada Mensah Boateng", "Ada Mensah Rome", "Ada Mensah, Ely", "Mensah Ada Kumasi", "Ada Jo Mensah"]
)  # fmt: skip
def test_a_word_more_is_always_enough_and_the_mark_is_gone(client, minister, early, room, name):
    post = say(early[0], room, "Hm.")
    sign_in(client, early[0])
    assert client.post(reverse("profile"), {"name": name}).status_code == 302
    assert now(early[0]).name == name and not now(early[0]).namesake_of
    assert MARK not in row(post)


def test_a_name_as_alike_takes_no_mark_away(minister, early):
    early[0].rename("Ada. Mensah", by_staff=True)
    assert now(early[0]).namesake_of == minister


def circle() -> Organisation:
    return ministry(officers_again(), slug="wells", name="Friends of Wells", sector="society")


def granted(who: User, body: Organisation) -> Mandate:
    """Asked for, and every key turned that it needs."""
    mandate, desk = ask(give_factor(who), body, "Member"), officers_again()
    mandate.accredit(desk[0])
    if mandate.two_keys:
        mandate.confirm(desk[1])
    return mandate


def test_who_speaks_for_civil_society_already_is_marked_too_and_reads_how_to_get_another_name(
    client, db, ada, settings
):
    settings.CONTACT_EMAIL = "help@forum.example"
    desk = officers()
    other = User.objects.create_user("other@example.org", name="Ada-Mensah")
    granted(other, circle())
    mail.outbox.clear()
    granted(ada, ministry(desk))
    assert now(other).namesake_of == ada and now(other).mark_beside()[1] == MARK
    [letter] = told(other)
    assert (
        "write to us" in letter.body
        and "help@forum.example" in letter.body
        and "add a word to your name on" not in letter.body
    )
    sign_in(client, other)
    page = client.get(reverse("profile")).content.decode()
    assert "we can add a word to your name" in page and "add a word below" not in page
    correct(other, "Ada Mensah Kumasi")
    assert now(other).mark_beside()[1] == ""


def test_whoever_is_an_official_already_is_not(db, ada):
    desk = officers()
    other = User.objects.create_user("other@example.org", name="Ada-Mensah")
    granted(other, ministry(desk, slug="snow", name="Ministry of Snow"))
    mail.outbox.clear()
    granted(ada, ministry(desk))
    assert not now(other).namesake_of and not any("is too close to" in letter.subject for letter in told(other))


def test_a_mandate_of_civil_society_washes_no_mark_off_nor_does_giving_it_back(minister, early, room):
    post = say(early[0], room, "Hm.")
    mandate = granted(early[0], circle())
    assert mandate.active() and MARK in row(post) and fact_of(post_now(post)).origin == "namesake"
    Mandate.objects.get(pk=mandate.pk).resign(early[0])
    assert MARK in row(post)


ENDS = {
    "given back": {"revoked_at": timezone.now()},
    "suspended": {"suspended_at": timezone.now()},
    "expired": {"valid_from": timezone.now() - timedelta(days=9), "valid_until": timezone.now() - timedelta(days=3)},
}


@pytest.mark.parametrize("end", ENDS)
def test_an_official_is_marked_no_more_for_as_long_as_they_are_one(minister, early, room, end):
    post = say(early[0], room, "Hm.")
    mandate = ask(give_factor(early[0]), ministry(officers_again(), slug="snow", name="Ministry of Snow"), "Member")
    mandate.accredit(officers_again()[0])
    assert MARK in row(post)
    mandate.confirm(officers_again()[1])
    assert MARK not in row(post) and fact_of(post_now(post)).origin == "person"
    assert now(early[1]).mark_beside()[1] == MARK and not now(minister).namesake_of
    Mandate.objects.filter(pk=mandate.pk).update(**ENDS[end])
    assert MARK in row(post) and fact_of(post_now(post)).origin == "namesake"


def test_nobody_is_asked_for_the_sake_of_civil_society(early, ada):
    desk = officers()
    ask(ada, ministry(desk, slug="wells", name="Friends of Wells", sector="society"), "Member").accredit(desk[0])
    assert ada.name_keys.exists() and not User.objects.exclude(namesake_of=None).exists() and not mail.outbox


def test_when_she_leaves_the_mark_goes_with_her(minister, early):
    now(minister).become_tombstone()
    assert not User.objects.exclude(namesake_of=None).exists()


def test_an_invented_person_is_marked_as_that(minister):
    invented = person("Grace-Test Person", origin="demonstration")
    User.objects.filter(pk=invented.pk).update(namesake_of=minister)
    assert now(invented).mark_beside() == ("demonstration", "fictional")


def test_whoever_took_another_name_while_namesakes_were_sought_is_neither_marked_nor_written_to(minister, bo):
    as_read = now(bo)
    as_read.name = "Ada-Mensah"
    mark(as_read, minister.mandates.get())
    assert not now(bo).namesake_of and not told(bo)


def test_a_mark_outlasts_the_official_it_was_for_while_there_is_another(minister, early, mailoutbox):
    desk, second = list(User.objects.filter(is_officer=True)), now(early[4])
    mandate = ask(
        give_factor(second), ministry(desk, slug="sun", name="Ministry of Sun", domains=["sun.example"]), "Envoy"
    )
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])
    erase_account(minister)
    assert now(early[0]).namesake_of == second
    erase_account(now(second))
    assert now(early[0]).namesake_of is None


def test_an_official_whose_name_is_corrected_has_namesakes_too(minister, bo):
    zora = person("Zora Wilkins", country="SE")
    correct(now(minister), "Wilkins Zora Ada")
    assert now(zora).namesake_of is None
    correct(now(minister), "Wilkins Zora")
    assert now(zora).namesake_of == minister and told(zora) and not now(bo).namesake_of


def test_names_are_found_by_an_index_and_in_two_questions(minister, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        User.free_name("Ordinary Person")
    plan = NameKey.objects.near(range(40)).explain()
    if connection.vendor == "sqlite":
        assert "USING INDEX" in plan and "SCAN" not in plan
