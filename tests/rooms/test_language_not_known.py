"""Words in no known language: kept as such, filed as such, and never read out in the language of the page."""

import re

import pytest
from django.urls import reverse

from accounts.places import lang, language_name
from dialogue.rooms.preview.card import post_card
from dialogue.text.direction import of_language
from dialogue.text.language import UNKNOWN
from dialogue.text.markdown import render
from tests.people import say

SMILES = "😢🙏 12:30"


@pytest.fixture
def wordless(room, ada):
    return say(ada, room, SMILES)


def of_words(page: str) -> list[str]:
    """The language of every element that holds somebody's words, except the pattern that scripts fill."""
    drawn = page.partition("<template")[0]
    return re.findall(r'class="[^"]*\bwords\b[^"]*"[^>]*? lang="([^"]*)"', drawn)


def test_smiles_are_in_no_language_and_everybody_can_see_that(client, room, ada, wordless):
    assert wordless.language == UNKNOWN
    for path in (reverse("room", args=[room.slug]), reverse("post", args=[room.slug, wordless.seq])):
        page = client.get(path, follow=True).content.decode()
        assert "Unknown language" in page and 'lang="und"' not in page
        assert "" in of_words(page) and UNKNOWN not in of_words(page)
    profile = client.get(reverse("person", args=[ada.handle])).content.decode()
    assert of_words(profile) == [""]


def test_programs_are_told_so_by_the_code_of_the_standard(client, room, wordless):
    (post,) = client.get(reverse("posts-json", args=[room.slug])).json()["posts"]
    assert post["language"] == "und"
    assert client.get(reverse("words", args=[room.slug, wordless.seq])).json()["language"] == "und"


def test_they_are_picked_out_and_found_like_those_in_any_language(client, room, ada, wordless):
    other = say(ada, room, "Who pays for 12:30?", language="en")
    room_page = client.get(reverse("room", args=[room.slug]), {"language": UNKNOWN})
    assert [post.pk for post in room_page.context["posts"]] == [wordless.pk]
    assert '<option value="und" selected>Unknown language</option>' in room_page.content.decode()
    found = client.get(reverse("search"), {"q": "12:30", "language": UNKNOWN}).context["things"]
    assert [said.post.pk for said in found] == [wordless.pk]
    both = client.get(reverse("search"), {"q": "12:30"}).context["things"]
    assert {said.post.pk for said in both} == {wordless.pk, other.pk}
    assert 'value="und"' in client.get(reverse("search"), {"q": "rain"}).content.decode()
    assert 'value="und"' not in client.get(reverse("search"), {"q": "rain", "in": "rooms"}).content.decode()


def test_nobody_can_say_that_nobody_knows_the_language_of_their_words(client, room, ada):
    client.force_login(ada)
    answer = client.post(
        reverse("preview", args=[room.slug]),
        {"text": "Who pays?", "language": UNKNOWN},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400 and answer.json()["error"]["code"] == "language"


def test_before_posting_ada_sees_what_her_language_was_taken_for(client, room, ada):
    client.force_login(ada)

    def taken_for(text: str) -> str:
        page = client.post(reverse("preview", args=[room.slug]), {"text": text}).content.decode()
        return re.search(r'data-slot="preview-language">([^<]*)<', page)[1]

    assert taken_for("Wer bezahlt den Regen, der nicht gefallen ist?") == "German"
    assert taken_for(SMILES) == "Unknown language"


def test_a_paragraph_in_two_scripts_runs_as_if_nothing_was_said_of_its_language():
    mixed = "منظمة WHO تعلن\n\nThe أمم word"
    assert render(mixed, UNKNOWN) == render(mixed, "") and of_language(UNKNOWN) == of_language("") == ""


def test_the_picture_of_such_a_post_is_set_like_one_in_english(room, ada):
    assert post_card(say(ada, room, "12:30 12:45"))["language"] == "en"


def test_the_name_and_the_attribute_are_made_in_one_place():
    assert (language_name(UNKNOWN, "en"), lang(UNKNOWN), lang("pt-br")) == ("Unknown language", "", "pt-br")
