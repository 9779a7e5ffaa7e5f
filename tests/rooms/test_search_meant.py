"""Who finds nothing is offered a word that was said where they may read."""

import re

from django.urls import reverse

from dialogue.text.slips import slips
from tests.people import say
from tests.rooms.test_search import html_of, page


def test_who_mistypes_a_word_is_offered_the_nearest_that_was_said(client, room, ada, grace):
    say(ada, room, "Solidarity first")
    newest = say(ada, room, "Solidarité & <b>Solidarities</b>")
    for asked, better in {
        "solidarty": "solidarity", "SOLIDARTIY first": "solidarity first", "firts -x": "first -x",
        'soolidarity "first"': 'solidarity "first"',
    }.items():  # fmt: skip
        answer = client.get(reverse("search"), {"q": asked, "since": "day"})
        assert answer.context["better"] == better, asked
        link = re.search(r'Did you mean <a href="([^"]+)">', answer.content.decode())
        assert "Solidarity" in html_of(client, link[1])
    assert client.get(reverse("search"), {"q": "solidairté"}).context["better"] == "solidarité"
    newest.hide(grace)
    assert client.get(reverse("search"), {"q": "solidairté"}).context["better"] == ""
    for asked in ("solid", "zzzzzzzz", "solidarity", "soliarty", "气候变化", "from:solidarty"):
        assert "Did you mean" not in page(client, asked), asked
    assert "Did you mean" not in page(client, "solidarty", **{"in": "people"})


def test_no_word_of_a_room_one_may_not_read_is_offered(client, members_room, room, ada, bo, grace):
    members_room.admit(ada)
    say(ada, members_room, "The secret well")
    say(ada, room, "The hidden road").hide(grace)
    client.force_login(bo)
    assert "Did you mean" not in page(client, "secrte") + page(client, "hiddne")
    client.force_login(ada)
    assert "secret</a>?" in page(client, "secrte")


def test_what_is_offered_is_escaped_and_costs_little(client, room, ada, django_assert_max_num_queries):
    say(ada, room, "Solidarity <i>")
    assert 'Did you mean <a href="?q=solidarity+%3Cscript%3E' in page(client, "solidarty <script>").replace(
        "&amp;", "&"
    )
    with django_assert_max_num_queries(30):
        page(client, "abcdefghijklmnop " * 11)
    assert len(slips("abcdefghijklmnop")) < 1_000 and max(len(slips("абвгдежзийклмноп")), len(slips("x" * 17))) < 1_500
