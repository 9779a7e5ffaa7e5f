"""Before somebody speaks: a look at the words as they will stand, a quotation to answer, and everything one can do with a post."""

import re

from django.urls import reverse

from dialogue.rooms.models import Post
from tests.people import edit, person, react, say


def preview(client, room, text: str, **fields):
    headers = fields.pop("headers", {"Accept": "application/json"})
    return client.post(reverse("preview", args=[room.slug]), {"text": text, **fields}, headers=headers)


def test_ada_looks_at_her_words_and_nothing_is_said(client, room, ada):
    client.force_login(ada)
    answer = preview(client, room, "We *share* the well. <script>", language="en").json()
    assert answer == {"html": '<p dir="auto">We <em>share</em> the well. &lt;script&gt;</p>\n', "language": "en"}
    assert not Post.objects.exists()


def test_without_scripts_the_page_shows_them_above_the_form_which_keeps_them(client, room, ada):
    client.force_login(ada)
    opened = say(ada, room, "Who shares?")
    shown = preview(client, room, "We *share* it.", parent=str(opened.seq), headers={}).content.decode()
    assert "We <em>share</em> it." in shown and ">We *share* it.</textarea>" in shown
    assert f'name="parent" value="{opened.seq}"' in shown


def test_words_that_cannot_be_posted_are_refused_already_here(client, room, ada):
    client.force_login(ada)
    assert preview(client, room, " ").json()["error"]["code"] == "empty"
    assert "Your post is empty" in preview(client, room, " ", headers={}).content.decode()


def test_a_guest_is_shown_no_preview(client, room):
    answer = preview(client, room, "Let me in.")
    assert answer.status_code == 403 and answer.json()["error"]["code"] == "sign_in"


def test_who_answers_may_begin_with_the_words_they_answer(client, room, ada, bo):
    client.force_login(bo)
    opened = say(ada, room, "First line.\n\nSecond line.")
    answer = client.get(reverse("reply", args=[room.slug, opened.seq]), {"quote": "1"}, follow=True)
    assert answer.context["composer"]["text"] == "> First line.\n>\n> Second line.\n\n"


def test_a_quotation_comes_with_the_number_of_the_wording_that_it_quotes(client, room, ada, bo):
    client.force_login(bo)
    opened = say(ada, room, "We share the well.")
    changed = edit(ada, opened, "Nobody drinks here but us.")
    told = client.get(reverse("words", args=[room.slug, opened.seq]), {"quote": "1"}).json()
    assert told["quotation"].startswith("> Nobody") and told["wording"] == changed["seq"]
    page = client.get(reverse("reply", args=[room.slug, opened.seq]), {"quote": "1"}, follow=True)
    field = re.search('name="answers" value="([0-9]*)"', page.content.decode())
    assert page.context["composer"]["text"].startswith("> Nobody") and field[1] == str(changed["seq"])


def test_what_is_hidden_cannot_be_quoted(client, room, ada, bo, grace):
    client.force_login(bo)
    opened = say(ada, room, "A secret of somebody else.")
    opened.hide(grace)
    for address in (reverse("thread", args=[room.slug, opened.seq]), reverse("room", args=[room.slug])):
        assert "A secret" not in client.get(address, {"reply": opened.seq, "quote": "1"}).content.decode()


def test_a_script_asks_for_the_source_to_quote_and_gets_nothing_of_what_is_hidden(client, room, ada, bo, grace):
    client.force_login(bo)
    opened = say(ada, room, "> Who pays?\n\nWe *all* do.")
    address = reverse("words", args=[room.slug, opened.seq])
    assert client.get(address, {"quote": "1"}).json()["quotation"] == "> > Who pays?\n>\n> We *all* do.\n\n"
    assert "quotation" not in client.get(address).json()
    opened.hide(grace)
    assert "quotation" not in client.get(address, {"quote": "1"}).json()


def test_a_field_for_long_words_cuts_nothing_off_and_says_its_limit(client, room, ada):
    client.force_login(ada)
    page = client.get(reverse("room", args=[room.slug])).content.decode()
    field = page[page.index('<textarea class="say__text"') :].split(">")[0]
    assert "maxlength" not in field and 'data-limit="10000"' in field and "characters too many" in field


def test_a_long_post_is_quoted_by_its_beginning(client, room, ada):
    client.force_login(ada)
    opened = say(ada, room, "word " * 400)
    quoted = client.get(reverse("room", args=[room.slug]), {"reply": opened.seq, "quote": "1"}).context["composer"][
        "text"
    ]
    assert quoted.startswith("> word word") and quoted.endswith("word …\n\n") and len(quoted) < 620


def test_the_page_of_a_post_offers_every_reaction_and_what_its_reader_may_do(client, room, ada, bo, grace):
    opened = say(ada, room, "Who shares?")
    react(bo, opened, "agree")
    address = reverse("acts", args=[room.slug, opened.seq])
    client.force_login(bo)
    shown = client.get(address).content.decode()
    assert shown.count('class="react"') == 5 and 'data-kind="agree" aria-pressed="true"' in shown
    assert "data-own" not in shown and "Hide post" not in shown
    client.force_login(grace)
    assert "Hide post" in client.get(address).content.decode()


def test_nobody_learns_of_a_post_in_a_room_that_is_not_theirs(client, members_room, grace):
    members_room.admit(grace)
    said = say(grace, members_room, "Among us.")
    client.force_login(person("Mallory"))
    assert client.get(reverse("acts", args=[members_room.slug, said.seq])).status_code == 404
    assert preview(client, members_room, "Let me in.").status_code == 404
