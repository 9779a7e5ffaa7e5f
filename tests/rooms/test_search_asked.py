"""Ways of asking that people bring along from elsewhere, and words that stand in a post in another way than they are typed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogue.rooms.models import Post
from tests.people import person, say
from tests.rooms.test_search import found, html_of, page


@pytest.fixture
def spoken(room, ada, bo) -> dict[str, int]:
    said = {
        "ada": say(ada, room, "Water and peace", language="en"),
        "bo": say(bo, room, "Water and drought", language="en"),
        "kofi": say(person("Kofi Annan"), room, "Water for refugees in camps", language="en"),
    }
    return {name: post.seq for name, post in said.items()}


ASKED = {
    "water -from:bo": "ada kofi", "-from:bo -from:kofi water": "ada", "water from:bo from:kofi": "bo kofi",
    'from:"bo kofi"': "", "water from：bo": "bo", "water from : bo": "bo", "water from\u00a0: bo": "bo",
    "refug* camp": "kofi", "refug camp": "", "ref＊ wat＊": "kofi", "water -drou*": "ada kofi", "re* water": "",
    "drought OR peace": "ada bo", "water peace OR drought": "ada bo", "drought | refugees": "bo kofi",
    '"and peace" OR refugees': "ada kofi",
    "water NOT drought": "ada kofi", "water AND NOT peace": "bo kofi", "water AND drought": "bo", "WATER IS NOT DROUGHT": "",
    "drought or peace": "", "OR": "", "water OR": "",
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_who_said_it_and_which_words_are_asked_for_as_elsewhere(client, spoken, asked):
    assert found(client, asked) == {spoken[name] for name in ASKED[asked].split()}


def test_who_names_only_whom_to_leave_out_is_told_to_name_a_word(client, spoken):
    assert "Add at least one word" in page(client, "-from:bo")


WRITTEN = ["10,000 euros", "10.000 Euro", "10 000 euros", "10\u202f000 €", "10'000 Franken", "10000 euros"]


@pytest.mark.parametrize("asked", ["10000", "10,000", "10.000", "10 000", "10’000"])
def test_a_large_number_is_found_however_its_digits_are_grouped(client, room, ada, asked):
    posts = {say(ada, room, f"It takes {text} of us").seq for text in WRITTEN}
    for other in ("It takes 10 100,000 times", "10 of 2000", "000", "on 10.00.2026"):
        say(ada, room, other)
    assert found(client, asked) == posts


NAMES = [("N'Diaye", "Ndiaye"), ("O’Brien", "OBrien"), ("Qur'an", "Quran"), ("Oʻzbek", "Ozbek"), ("don't", "dont")]


@pytest.mark.parametrize("names", NAMES)
def test_a_word_is_found_with_and_without_its_apostrophe(client, room, ada, names):
    posts = {say(ada, room, f"We heard {name} of it", language="en").seq for name in names}
    say(ada, room, "C'est l'État d'Ivoire qui n'est", language="fr")
    for name in names:
        assert found(client, name) == found(client, f"{name.lower()} heard") == posts


def test_an_elision_is_no_name(client, room, ada):
    post = say(ada, room, "C’est l’État, il n’est qu’un mot", language="fr")
    assert found(client, "letat") == found(client, "nest") == set() and found(client, "l'état") == {post.seq}


@pytest.mark.parametrize("asked", ["ndiaye", "N'Diaye", "n’diaye", "from:ndiaye"])
def test_people_are_found_with_and_without_their_apostrophe(client, room, ada, asked):
    for name in ("Awa N'Diaye", "Moussa Ndiaye"):
        say(person(name), room, "Good day")
    say(ada, room, "Good day")
    if asked.startswith("from:"):
        assert len(found(client, asked)) == 2
    else:
        html = page(client, asked, **{"in": "people"})
        assert "Awa N&#x27;Diaye" in html and "Moussa Ndiaye" in html and "Ada Mensah" not in html


def test_a_language_brings_its_variants_along(client, room, ada):
    room.languages = ["en", "pt", "pt-br"]
    room.save(update_fields=["languages"])
    here, there = (say(ada, room, "Água para todos", language=code) for code in ("pt", "pt-br"))
    assert found(client, "água", language="pt") == {here.seq, there.seq}
    assert found(client, "água", language="pt-br") == {there.seq}
    room.languages = ["pt-br"]
    room.save(update_fields=["languages"])
    assert 'href="/rooms/rain/"' in page(client, "rain", language="pt-br", **{"in": "rooms"})


@pytest.mark.parametrize("asked", ["waterproof", "共同应对", "example.org/proof"])
def test_emphasis_and_links_divide_no_word(client, room, ada, asked):
    post = say(
        ada,
        room,
        "Our **water**proof [house](https://example.org/proof), 我们**共同**应对, [全](https://example.org/a)球",
    )
    assert found(client, asked) == {post.seq}


def test_what_is_said_meanwhile_pushes_nothing_onto_the_next_page(client, room, ada):
    for number in range(25):
        say(ada, room, f"Water number {number}")
    Post.objects.update(at=timezone.now() - timedelta(minutes=5))
    answer = client.get("/search/", {"q": "water"})
    first = {said.post.seq for said in answer.context["things"]}
    late = say(ada, room, "Water, said late")
    Post.objects.filter(pk=late.pk).update(at=timezone.now() + timedelta(minutes=1))
    second = client.get("/search/" + answer.context["later"])
    seen = {said.post.seq for said in second.context["things"]}
    assert len(first) == 20 and len(seen) == 5 and not first & seen
    assert "number 24" in html_of(client, second.context["earlier"])
    assert late.seq in found(client, "water") and "upto" not in second.context["kinds"][0][2]
    assert found(client, "water", upto="9" * 18) and found(client, "water", upto="soon")
