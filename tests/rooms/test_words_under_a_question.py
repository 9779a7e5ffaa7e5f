"""Words stand under the question they answered: when it changes, everybody sees it, and what was said before keeps it."""

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.urls import reverse

from dialogue.live.frames import MESSAGE_LIMIT, size_of
from dialogue.live.reading import read
from dialogue.rooms.models.asked import LIMITS
from dialogue.rooms.preview.card import post_card
from forum.settings import LANGUAGES
from tests.live.lines import Line
from tests.people import say

PLANT, EVIL = "Should we plant trees?", "Should they be driven out by force?"
CHANGED = f"The question was changed from “\u2068{PLANT}\u2069” to “\u2068{EVIL}\u2069”."
KEPT = f"Posted when the question was “\u2068{PLANT}\u2069”, which has changed since."


@pytest.fixture
def spoken(room, ada, mandate, grace):
    """Ada says yes to trees; the question and the title become others; Ada says something to that."""
    room.titles, room.questions = {"en": "Trees", "fr": "Arbres"}, {"en": PLANT, "fr": "Planter ?"}
    room.save()
    yes = say(ada, room, "Yes, without reservation.", mandate=mandate.pk)
    room.reword({"titles": {"en": "Borders"}, "questions": {"en": EVIL}}, grace)
    return yes, say(ada, room, "Never.", mandate=mandate.pk)


def page(client, name: str, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def stream(html: str) -> str:
    return html.partition('data-slot="stream"')[2]


def head(html: str) -> str:
    return html.partition("</head>")[0]


def test_the_stream_says_it_where_it_happened(client, room, spoken):
    html = page(client, "room", "rain")
    assert f'data-worded="question">{EVIL}' in html
    html = stream(html)
    yes, changed, never = (html.index(words) for words in ("Yes, without reservation.", CHANGED, "Never."))
    assert yes < changed < never and "“\u2068Trees\u2069” to “\u2068Borders\u2069”" in html
    assert html.count(CHANGED) == 1


def test_no_page_shows_words_of_before_without_it(client, room, spoken, ada):
    """Neither an older page, nor a thread, nor what somebody picked out."""
    yes, never = spoken
    for query in ({"before": never.seq}, {"mandated": 1, "before": never.seq}):
        html = stream(page(client, "room", "rain", **query))
        assert html.index("Yes, without reservation.") < html.index(CHANGED)
    assert CHANGED in page(client, "thread", "rain", yes.seq)
    assert CHANGED not in page(client, "thread", "rain", never.seq)
    assert CHANGED not in page(client, "room", "rain", after=yes.seq)


def test_in_the_language_of_the_page_and_where_only_another_one_changed(client, room, spoken, grace):
    assert "\u2068Planter ?\u2069" in stream(client.get("/fr/rooms/rain/").content.decode())
    room.refresh_from_db()
    room.reword({"questions": room.questions | {"es": "¿Expulsarlos?"}}, grace)
    assert "in another language." in page(client, "room", "rain")


def test_a_shared_post_has_the_title_it_was_said_under(client, room, spoken):
    yes, never = spoken
    assert post_card(yes)["above"] == "Trees" and post_card(never)["above"] == "Borders"
    for post, title in ((yes, "Trees"), (never, "Borders")):
        assert f'og:title" content="Ada Mensah, in {title}"' in head(page(client, "room", "rain", around=post.seq))
        assert f"<title>Ada Mensah, in {title}" in page(client, "thread", "rain", post.seq)


def test_the_picture_that_is_kept_stays_true_and_so_does_one_that_is_drawn_later(client, room, ada, grace):
    post = say(ada, room, "Yes.")
    address = reverse("post-picture", args=["rain", post.seq])
    drawn = client.get(address)
    room.reword({"titles": {"en": "Borders"}, "questions": {"en": EVIL}}, grace)
    assert client.get(address)["ETag"] == drawn["ETag"]
    caches["pictures"].clear()
    assert client.get(address).content == drawn.content


def test_the_picture_of_the_room_is_drawn_anew_for_another_question(client, room, ada, grace):
    say(ada, room, "Yes.")
    address = reverse("room-picture", args=["rain"])
    drawn = client.get(address)
    room.reword({"questions": {"en": EVIL}}, grace)
    assert client.get(address)["ETag"] != drawn["ETag"]


@pytest.mark.parametrize(
    ("name", "args"),
    [("home", ()), ("feed", ("rain",)), ("room", ("rain",)), ("threads", ("rain",)), ("acts", ("rain", 1))],
)
def test_elsewhere_it_stands_beside_the_words(client, spoken, grace, name, args):
    spoken[0].thread.pin(grace)
    assert KEPT in page(client, name, *args)


def test_lists_of_words_name_the_room_as_it_was_called(client, spoken, ada, mandate):
    for address in (("person", ada.handle), ("organisation", mandate.organisation.slug)):
        html = page(client, *address)
        assert "<bdi>Trees</bdi>" in html and "<bdi>Borders</bdi>" in html
    html = page(client, "search", q="reservation")
    assert "<bdi>Trees</bdi>" in html and "<bdi>Borders</bdi>" not in html


def test_a_theme_that_is_called_otherwise_is_told_in_its_rooms(client, room, spoken, grace):
    room.theme.reword({"titles": {"en": "Frontiers"}, "summaries": {"en": "Other."}}, grace)
    assert room.stream.events.order_by("seq").last().kind == "room.reworded"
    html = stream(page(client, "room", "rain"))
    assert html.index("Never.") < html.index("was called")
    assert "was called “\u2068Climate\u2069” until here; now it is called “\u2068Frontiers\u2069”" in html
    before = room.stream.events.count()
    room.theme.reword({"summaries": {"en": "Another."}}, grace)
    assert room.stream.events.count() == before


def test_a_change_costs_a_page_of_words_no_query(client, room, spoken, ada, grace, django_assert_max_num_queries):
    for words in ("One?", "Two?", "Three?"):
        room.reword({"questions": {"en": words}}, grace)
        say(ada, room, f"To {words}")
    with django_assert_max_num_queries(12):
        html = stream(page(client, "room", "rain"))
    assert html.index("To One?") < html.index("to “\u2068Two?\u2069”") < html.index("To Two?")


def test_the_longest_wordings_travel_in_one_frame(room, ada, grace):
    spoken = say(ada, room, "Yes.").seq
    words = {
        name: {code: "語" * 2 * limit for code, _ in (*LANGUAGES, ("de", "Deutsch"))} for name, limit in LIMITS.items()
    }
    room.theme.titles = words["titles"]
    room.theme.save()
    for _ in range(2):
        room.reword({"titles": words["titles"], "questions": words["questions"]}, grace)
        words["titles"] = words["titles"] | {"en": "Short"}
    frames = read(room.stream_id, spoken, 10)
    assert [frame.kind for frame in frames] == ["room.reworded"] * 2
    assert all(size_of(frame.text) < MESSAGE_LIMIT for frame in frames)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_an_open_page_is_told_at_once_in_all_languages(room, ada, grace):
    await sync_to_async(say)(ada, room, "Yes.")
    async with Line(room, ada) as hers:
        await sync_to_async(room.reword)({"questions": {"en": EVIL}}, grace)
        told = (await hers.hear("room.reworded"))["data"]
    assert told["questions"] == {"en": EVIL} and told["before"]["questions"] == {"en": "Who pays?"}
    assert told["titles"] == told["before"]["titles"] == {"en": "Rain", "ar": "المطر"}
    assert told["themes"]["en"] == "Climate"
