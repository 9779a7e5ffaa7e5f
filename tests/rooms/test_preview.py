"""The picture of a shared address: the words as they may be shown now, in their own script, or none."""

import struct
from datetime import timedelta

import pytest
import typst
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.housekeeping import keep_house
from accounts.models import User
from dialogue.rooms.models import Post
from dialogue.rooms.preview import fonts
from dialogue.rooms.preview import picture as drawing
from dialogue.rooms.preview.card import post_card, room_card, shortened
from tests.people import edit, person, say, withdraw


@pytest.fixture(autouse=True)
def _no_pictures_kept(settings, tmp_path):
    settings.CACHES = settings.CACHES | {
        "pictures": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    }


def picture(client, post):
    return client.get(reverse("post-picture", args=[post.room.slug, post.seq]))


def head(client, room, **query) -> str:
    return client.get(reverse("room", args=[room.slug]), query).content.decode().partition("</head>")[0]


def test_a_shared_post_has_a_picture_of_the_size_other_sites_show(client, room, ada):
    answer = picture(client, say(ada, room, "An island does not choose."))
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    assert len(answer.content) < 250_000


def test_the_card_says_who_spoke_for_whom_and_from_where(room, ada, mandate):
    card = post_card(say(ada, room, "An **island** does not choose.", mandate=mandate.pk))
    assert card["words"] == "An island does not choose." and card["name"] == "Ada Mensah"
    assert card["below"] == "Assembly of the Isles · Cape Verde" and card["official"]
    assert post_card(say(ada, room, "As Ada."))["official"] is False


def test_what_else_is_shown_is_another_picture_at_once(client, room, ada, bo):
    """The picture without the mark, or with it after it was taken away, is not the one that is kept."""
    post = say(bo, room, "Not in my name.")
    assert "not the official" not in post_card(post)["below"]
    drawn = [picture(client, post)]
    author, said = User.objects.filter(pk=bo.pk), Post.objects.filter(pk=post.pk)
    for rows, change in (
        (author, {"namesake_of": ada}), (author, {"namesake_of": None, "name": "Bo Berg"}), (author, {"origin": "replay"}),
        (said, {"country": "GH"}), (said, {"sector": "society"}), (said, {"organisation": "Isles"}),
        (said, {"language": "ar"}), (said, {"html": "<p>Other.</p>"}),
    ):  # fmt: skip
        rows.update(**change)
        drawn.append(picture(client, post))
    assert len({answer["ETag"] for answer in drawn}) == len({answer.content for answer in drawn}) == len(drawn)
    assert picture(client, post)["ETag"] == drawn[-1]["ETag"]


def test_hidden_and_withdrawn_words_have_no_picture(client, room, ada, bo, grace):
    hidden, withdrawn = say(ada, room, "Harshword."), say(bo, room, "Regretted.")
    assert picture(client, hidden).status_code == picture(client, withdrawn).status_code == 200
    hidden.hide(grace)
    withdraw(bo, withdrawn)
    assert picture(client, hidden).status_code == picture(client, withdrawn).status_code == 404
    assert "Harshword" not in head(client, room, around=hidden.seq)
    hidden.restore(grace)
    assert picture(client, hidden).status_code == 200


def test_withdrawn_words_leave_the_disk_with_the_hour(client, room, ada, settings, tmp_path):
    kept = {"BACKEND": "forum.file_cache.FileCache", "LOCATION": tmp_path / "kept"}
    settings.CACHES = settings.CACHES | {"pictures": kept}
    regretted = say(ada, room, "My address is Elm Street 5.")
    assert picture(client, regretted).status_code == 200
    withdraw(ada, regretted)
    left = lambda: len(list((tmp_path / "kept").iterdir()))  # noqa: E731
    now = timezone.now()
    dict(keep_house(now + timedelta(minutes=30)))
    assert left() == 1
    assert dict(keep_house(now + timedelta(minutes=61)))["pictures that go with addresses"] == 1 and left() == 0


def test_after_an_edit_the_picture_has_the_new_words_and_another_address(client, room, ada):
    post = say(ada, room, "Former words.")
    before = picture(client, post)
    assert client.get(before.request["PATH_INFO"], headers={"if-none-match": before["ETag"]}).status_code == 304
    edit(ada, post, "Quite other words, and more of them.")
    after = client.get(before.request["PATH_INFO"], headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200 and after.content != before.content
    assert "picture.png?wording=" in head(client, room, around=post.seq)


def test_the_page_of_a_post_tells_other_sites_its_words_and_that_of_a_room_its_question(client, room, ada):
    post = say(ada, room, 'An island says "no" <b>twice</b>.')
    found = head(client, room, around=post.seq)
    assert 'content="http://testserver/rooms/rain/posts/1/picture.png"' in found
    assert "An island says &quot;no&quot;" in found and "Ada Mensah, in Rain" in found
    assert "<b>twice" not in found
    found = head(client, room)
    assert 'content="http://testserver/rooms/rain/picture.png"' in found and 'content="Who pays?"' in found


def test_the_page_of_a_members_room_tells_other_sites_nothing(client, members_room, ada):
    members_room.admit(ada)
    say(ada, members_room, "Between us.")
    client.force_login(ada)
    assert "og:" not in head(client, members_room)


def test_a_drawn_picture_is_kept(client, room, ada, monkeypatch):
    post = say(ada, room, "Once.")
    assert picture(client, post).status_code == 200
    monkeypatch.setattr(drawing, "draw", lambda card: pytest.fail("drawn again"))
    assert picture(client, post).status_code == 200


def test_nobody_waits_for_a_picture_while_another_is_drawn(client, room, ada):
    post = say(ada, room, "Wait.")
    with drawing._drawing:
        answer = picture(client, post)
    assert answer.status_code == 302 and answer["Location"].endswith("icon-512.png")
    assert picture(client, post).status_code == 200


def test_words_that_no_font_can_write_are_left_out(client, room, monkeypatch):
    """On a bare server: only what typst itself brings."""
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(fonts, "fonts", lambda: bare)
    caches_of = (fonts._family, fonts._missing, fonts.drawable)
    for kept in caches_of:
        kept.cache_clear()
    try:
        assert fonts.drawable("Solidarität, Ελλάς, солидарность") and not fonts.drawable("স্বাগতম")
        card = post_card(say(person("তাহমিনা", country="BD"), room, "সাতক্ষীরায় লবণ ধীরে ধীরে এসেছে।", language="bn"))
        assert card["words"].endswith("/rooms/rain/") and card["name"] == ""
        assert "Bangladesh" in card["below"]
    finally:
        for kept in caches_of:
            kept.cache_clear()


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_a_room_has_a_picture_in_every_language(room, ada, language):
    say(ada, room, "Hello.")
    room.refresh_from_db()
    with override(language):
        assert drawing.draw(room_card(room)).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "words", ['#eval("1+1") $x$ *bold* [a] `code` \\ // #import "@preview/x:1.0.0"', "x" * 5000, "e" + "\u0301" * 3000]
)
def test_whatever_people_write_is_only_text(room, ada, words):
    assert drawing.draw(post_card(say(ada, room, words[:4000]))).startswith(b"\x89PNG")


def test_long_words_are_cut_at_a_word_and_signs_count_double():
    assert shortened("one two three four", 9) == "one two…"
    assert shortened("島" * 200, 240) == "島" * 120 + "…"
    assert shortened("Hello \U0001f600 there\n\nyou \u202e", 50) == "Hello there you"
