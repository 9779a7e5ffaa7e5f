"""What people find, in every script; and what nobody may find who may not read it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from dialogue.rooms.models import Post, Room, Searched
from dialogue.rooms.publication import publish
from dialogue.rooms.suspension import reinstate, suspend
from tests.people import draft, edit, person, say, withdraw

SAID = {
    "en": "A fund pays before the flood, not after it.",
    "pt-br": "As mudanças do clima não esperam.",
    "fr": "L’eau est un droit, l’école aussi.",
    "ar": "المُناخ قضية عادلة للجميع",
    "ru": "Ёмкость колодца и чистая вода",
    "zh": "我们共同应对气候变化",
    "hi": "जलवायु परिवर्तन रुकेगा",
    "th": "ปัญหาน้ำท่วมในเมือง",
    "ko": "이제 기후변화에 대응하자",
}
ASKED = {
    "flood FUND": "en", "mudanca": "pt-br", "ecole": "fr", "eau": "fr", "المنـاخ": "ar", "емкост": "ru", "气候": "zh", "气": "zh",
    "परिवर्तन": "hi", "น้ำท่วม": "th", "기후": "ko", '"before the flood" -drought': "en", "ﬂood": "en", "ＦＬＯＯＤ": "en",
}  # fmt: skip


def page(client, q: str, **more) -> str:
    answer = client.get(reverse("search"), {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def found(client, q: str, **more) -> set[int]:
    """The numbers of the posts that are found."""
    answer = client.get(reverse("search"), {"q": q, **more})
    return {said.post.seq for said in answer.context.get("things", ())}


def html_of(client, address: str) -> str:
    return client.get("/search/" + address.replace("&amp;", "&")).content.decode()


@pytest.fixture
def spoken(room, ada) -> dict[str, Post]:
    return {code: say(ada, room, text, language=code) for code, text in SAID.items()}


@pytest.mark.parametrize("asked", ASKED)
def test_words_are_found_in_every_script_however_they_are_written(client, spoken, asked):
    assert found(client, asked) == {spoken[ASKED[asked]].seq}


def test_what_is_found_is_shown_with_who_where_when_and_a_way_to_it(client, room, ada, mandate):
    opened = say(ada, room, "We share the well & <b>the</b> road.", mandate=mandate.pk)
    html = page(client, "well road")
    assert "We share the <mark>well</mark> &amp; &lt;b&gt;the&lt;/b&gt; <mark>road</mark>." in html
    for words in ("Assembly of the Isles", "Ada Mensah", "Cape Verde", "Rain", "1 post", 'data-sector="parliament"'):
        assert words in html, words
    assert f"/rooms/rain/threads/{opened.seq}/?around={opened.seq}#post-{opened.seq}" in html


def test_a_match_cannot_bring_markup_with_it(client, room, ada):
    say(ada, room, "mark <mark onload=alert(1)> script </mark><script>alert(1)</script> `<i>`")
    html = page(client, "script alert onload mark")
    assert "<script>alert" not in html and "<mark onload" not in html and html.count("<mark>") == html.count("</mark>")


def test_the_newest_stand_first_and_a_page_holds_twenty(client, room, ada):
    drafts = [draft(ada, room, f"Water number {number}") for number in range(45)]
    for one in drafts:
        one.prepare()
    assert all(isinstance(outcome, dict) for outcome in publish(drafts[:20]))
    Post.objects.update(at=timezone.now() - timedelta(hours=1))
    publish(drafts[20:40])
    Post.objects.update(at=timezone.now() - timedelta(hours=1))
    publish(drafts[40:])
    first, third = (client.get(reverse("search"), {"q": "water", "page": number}) for number in (1, 3))
    assert [said.post.seq for said in first.context["things"]] == list(range(45, 25, -1))
    assert [said.post.seq for said in third.context["things"]] == [5, 4, 3, 2, 1]
    assert found(client, "water", page="99") == {1, 2, 3, 4, 5} and found(client, "water", page="-1x") != set()
    assert "page=2" in first.content.decode() and "45 posts" in first.content.decode()


def test_more_than_anybody_reads_is_counted_no_further(client, room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.rooms.search.found.MOST", 3)
    monkeypatch.setattr("dialogue.rooms.search.posts.MOST", 3)
    monkeypatch.setattr("dialogue.rooms.views.search.MOST", 3)
    for number in range(5):
        say(ada, room, f"Water number {number}")
    assert "More than 3 results" in page(client, "water") and len(found(client, "water")) == 3


def test_lots_go_on_where_the_last_one_ended(client, room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.rooms.search.index.CANDIDATES", 3)
    monkeypatch.setattr("dialogue.rooms.search.index.NEWEST", 4)
    monkeypatch.setattr("dialogue.rooms.search.index.WINDOWS", 1)
    seqs = {say(ada, room, f"Water number {number}").seq for number in range(11)}
    assert found(client, "water") == seqs


def test_filters_narrow_what_is_found(client, room, theme, ada, bo, mandate):
    other = Room.objects.create(slug="snow", theme=theme, titles={"en": "Snow"}, languages=["en", "fr"])
    official = say(ada, room, "Water for all", mandate=mandate.pk, language="fr")
    answer = say(bo, room, "Water for some", parent=official.seq)
    elsewhere = say(bo, other, "Water for none")
    Post.objects.filter(pk=answer.pk).update(at=timezone.now() - timedelta(days=3))
    every = {(official.room_id, official.seq), (answer.room_id, answer.seq), (elsewhere.room_id, elsewhere.seq)}

    def places(**filters):
        answer = client.get(reverse("search"), {"q": "water", **filters})
        return {(said.post.room_id, said.post.seq) for said in answer.context["things"]}

    assert places() == places(theme="climate") == every
    assert places(room="snow") == {(other.pk, elsewhere.seq)}
    assert places(room="rain", sector="citizen") == {(room.pk, answer.seq)}
    assert places(sector="parliament") == places(mandate="on") == places(language="fr") == {(room.pk, official.seq)}
    assert places(region="150") == every - {(room.pk, official.seq)}
    assert places(since="day") == every - {(room.pk, answer.seq)} and places(since="week") == every
    assert places(**{"in": "threads"}) == every - {(room.pk, answer.seq)}
    assert "Choose another" in page(client, "water", sector="army") and "Choose another" in page(client, "w", room="no")


def test_hiding_restoring_editing_and_withdrawing_take_effect_at_once(client, room, ada, grace):
    post = say(ada, room, "We share the well.")
    assert found(client, "well") == {post.seq}
    post.hide(grace)
    assert found(client, "well") == set() and "Nothing found" in page(client, "well")
    client.force_login(grace)
    assert found(client, "well") == set()
    post.restore(grace)
    assert found(client, "well") == {post.seq}
    edit(ada, post, "We share the road.")
    assert found(client, "well") == set() and found(client, "road") == {post.seq}
    withdraw(ada, post)
    assert found(client, "road") == set() and not Searched.objects.exists()


def test_a_members_room_is_found_by_its_members_only(client, members_room, room, ada, bo, grace):
    members_room.admit(ada)
    say(ada, members_room, "Between us: the secret well.")
    for asked in ({}, {"in": "threads"}, {"in": "rooms"}):
        words = "inner" if asked.get("in") == "rooms" else "secret"
        for visitor, sees in ((None, False), (bo, False), (ada, True), (grace, True)):
            who = Client()
            if visitor:
                who.force_login(visitor)
            html = page(who, words, **asked)
            assert ("Nothing found" not in html) is sees, (asked, visitor)
            assert ("Between us" in html or "/rooms/inner/" in html) is sees
    client.force_login(bo)
    html = page(client, "secret", room="inner")
    assert "Choose another" in html and "Inner" not in html
    members_room.dismiss(ada)
    client.force_login(ada)
    assert found(client, "secret") == set()


def test_nothing_is_found_of_who_is_suspended_or_gone(client, room, ada, grace):
    post = say(ada, room, "We share the well.")
    suspend(ada, timedelta(days=1), grace, "Spam.")
    assert found(client, "well") == set() and "Nothing found" in page(client, "mensah", **{"in": "people"})
    reinstate(ada, grace, "It was not spam.")
    assert found(client, "well") == {post.seq} and "Ada Mensah" in page(client, "mensah", **{"in": "people"})
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert found(client, "well") == set() and "Nothing found" in page(client, "mensah", **{"in": "people"})


def test_rooms_are_found_by_title_question_and_theme_in_any_language(client, room):
    for words in ("rain", "المَطر", "pays who", "climate", "المناخ"):
        assert "/rooms/rain/" in page(client, words, **{"in": "rooms"}), words
    assert "<mark>Rain</mark>" in page(client, "rain", **{"in": "rooms"})
    assert "/rooms/rain/" in page(client, "rain", **{"in": "rooms", "language": "ar", "theme": "climate"})
    assert "Nothing found" in page(client, "snow", **{"in": "rooms"})


def test_people_are_found_by_name_and_by_the_body_they_speak_for(client, room, ada, bo, mandate):
    say(person("José Ångström", country="CV"), room, "Snow.")
    assert "José Ångström" in page(client, "angs jose", **{"in": "people"})
    assert "José" not in page(client, "ngs", **{"in": "people"})
    html = page(client, "isles assembly", **{"in": "people"})
    assert "Ada Mensah" in html and "1 person" in html and "Parliament" in html
    assert "Nothing found" in page(client, "bo", **{"in": "people", "mandate": "on"})
    assert "Nothing found" in page(client, "ada", **{"in": "people", "sector": "citizen"})
    assert "Nothing found" in page(client, "ada", **{"in": "people", "region": "150"})
    ada.name = "Adjoa Mensah"
    ada.save(update_fields=["name"])
    assert "Adjoa" in page(client, "adjoa", **{"in": "people"})
    assert Organisation.objects.count() == 1


def test_people_are_found_by_their_title_and_by_name_and_body_together(client, room, ada, bo, mandate):
    mandate.title = "Prime Minister"
    mandate.save(update_fields=["title"])
    mandate.organisation.names = {"fr": "Assemblée des Îles"}
    mandate.organisation.save(update_fields=["names"])
    for asked in (
        "prime minister",
        "Mensah isles",
        "isl ad",
        "assemblee îles",
        "minister ada assembly",
        "Mensah -citizen",
    ):
        html = page(client, asked, **{"in": "people"})
        assert "Ada Mensah" in html and "1 person" in html, asked
    for asked in ("minister lindqvist", "ada president", "ada isles -minister", '"minister prime"'):
        assert "Nothing found" in page(client, asked, **{"in": "people"}), asked
    type(mandate).objects.update(valid_until=timezone.now())
    assert "Nothing found" in page(client, "prime minister", **{"in": "people"})


def test_posts_are_found_by_who_said_them(client, room, ada, bo, grace, mandate):
    mandate.title = "Prime Minister"
    mandate.save(update_fields=["title"])
    official = say(ada, room, "Water for all", mandate=mandate.pk)
    own, answer = say(ada, room, "Water, says Ada"), say(bo, room, "Rain for Mensah")
    assert found(client, "from:Mensah") == found(client, "FROM:ada") == {official.seq, own.seq}
    assert found(client, "water from:isles") == found(client, 'from:"prime minister" wat') == {official.seq}
    assert found(client, 'from:"isles mensah"') == {official.seq}
    assert found(client, "from:mensah -says") == {official.seq} and found(client, "rain from:lindq") == {answer.seq}
    assert found(client, "water from:bo") == found(client, "from:nobody") == found(client, "minister") == set()
    assert "Ada Mensah" in page(client, "from:mensah", **{"in": "people"})
    assert "Nothing found" in page(client, "from:mensah", **{"in": "rooms"})
    ada.name = "Adjoa Owusu"
    ada.save(update_fields=["name"])
    assert found(client, "from:mensah") == set() and found(client, "from:owusu") == {official.seq, own.seq}
    own.hide(grace)
    assert found(client, "from:owusu") == {official.seq}


def test_silent_people_crowd_out_nobody_of_their_name_who_spoke(client, room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.rooms.search.posts.SPEAKERS", 2)
    said = say(ada, room, "Water for all")
    for name in ("Abla", "Abena", "Akua"):
        person(f"{name} Mensah")
    assert found(client, "from:mensah") == {said.seq}


def test_people_are_found_however_their_umlauts_are_typed(client, room):
    for name in ("Jürgen Müller", "Anna Mueller"):
        say(person(name), room, "Snow.")
    for asked in ("müller", "Mueller", "muell"):
        html = page(client, asked, **{"in": "people"})
        assert "Anna" in html and ("Jürgen" in html), asked


@pytest.mark.parametrize(
    "asked,sentence",
    [
        ("…", "There is no word"),
        ("-war", "only says what to leave out"),
        ("a", "One letter"),
        ("x" * 201, "201 characters"),
    ],
)
def test_a_search_that_asks_for_nothing_is_told_what_to_do(client, room, asked, sentence):
    html = page(client, asked)
    assert sentence in html and 'role="alert"' in html and "Nothing found" not in html


def test_the_empty_page_says_how_to_look_and_an_empty_answer_what_to_try(client, room):
    assert "Search tips" in page(client, "")
    html = page(client, "unheard", sector="citizen")
    assert "What you can try" in html and "without the filters" in html


def test_a_search_asks_little_of_the_database(client, spoken, room, theme, ada, django_assert_max_num_queries):
    client.force_login(ada)
    for number in range(20):
        say(person(f"P{number} Okoro"), room, f"Water number {number}")
    with django_assert_max_num_queries(10):
        page(client, "water")
