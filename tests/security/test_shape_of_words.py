"""What stands over a room has one shape and size, whoever writes it; and what nobody answered is not kept."""

import json
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dialogue.live.reading import read
from dialogue.rooms.models import Rewording, Room, Theme
from dialogue.rooms.models.asked import LIMITS
from dialogue.rooms.models.worded import line
from tests.people import person, say
from tests.text import corpus
from tests.whole import some

OVERRIDE, ISOLATED = "\u202e", "\u2069"
BAD = [
    "l" * 200_000, ["x"], [{}], "Rain", None, 7, {"en": ["x"]}, {"en": {}}, {"en": None}, {"tlh": "Rain"}, {"en": ""},
    {"en": " \u200b"}, {"en": "l" * 401}, {"en": "Two\nlines"}, {"en": f"Rain{OVERRIDE}"}, {"en": f"Rain{ISOLATED}"},
    {"en": "\x00"}, {"en": "\ud800"}, {"\ud800": "Rain"}, {"en": "Rain", "fr": "\u2028"},
    {"en": "a" + "\u0301" * 119}, {"en": "a" + "\u0301\u200d" * 5}, {"en": "Rain \u0301now"}, {"en": "Rain \u200d\u0301now"},
    {"en": "\u0301"},
    *({"en": f"Rain {broad}"} for broad in "\ufdfd\ufdfa\U00012031\ua9c5\u2e3b"),
]  # fmt: skip
GOOD = [
    {"en": "L" * 120}, {"ar": "المطر\u200f", "en": "Rain & snow: 100 %, ça va\u202f?"}, {"zh-hans": "雨", "fr": "می\u200cخواهم"},
    # As many marks as real words carry: Hebrew with points, Arabic, Thai, Vietnamese, Burmese, Tibetan; and a keycap.
    {"en": "שּׁ֔ מُّٰ ที่ê\u0301 မျိုး རྒྱུད 1\ufe0f\u20e3 ❤\ufe0f"},
]  # fmt: skip
FIELDS = [("room", "titles"), ("room", "questions"), ("theme", "titles"), ("theme", "summaries")]


def sent(client, thing: Room | Theme, adding: bool = False, **words):
    """The answer to the form of the administration, with every wording as it stands or as somebody wants it."""
    form = {name: json.dumps(words.get(name, value)) for name, value in thing.worded().items()}
    form |= {"slug": "new" if adding else thing.slug, "place": "1", "visibility": "public", "speakers": "everyone"}
    form |= {"record": "withdrawn", "theme": getattr(thing, "theme_id", "")}
    name = f"admin:rooms_{thing._meta.model_name}_"
    address = reverse(f"{name}add") if adding else reverse(f"{name}change", args=[thing.pk])
    return client.post(address, form)


def thing_of(what: str, room: Room) -> Room | Theme:
    return room if what == "room" else room.theme


@pytest.mark.parametrize(("what", "name"), FIELDS)
def test_the_administration_refuses_what_could_not_stand_there(client, room, assistant, what, name):
    thing = thing_of(what, room)
    for words, adding in some(product(BAD, (False, True)), 3):
        answer = sent(client, thing, adding, **{name: words})
        assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    kept = type(thing).objects.get()
    assert kept.worded() == thing.worded()
    for words in GOOD:
        assert sent(client, thing, **{name: words}).status_code == 302
        assert getattr(type(thing).objects.get(), name) == words


def test_languages_are_those_of_the_world_each_once(client, room, assistant):
    for bad in ({"en": "en"}, "en", 7, ["tlh"], [["en"]], ["en", "en"], ["en"] * 10_000, ["\ud800"]):
        assert sent(client, room, languages=bad).status_code == 200
    assert sent(client, room, languages=["sw", "yue"]).status_code == 302
    assert Room.objects.get().languages == ["sw", "yue"]


@pytest.mark.parametrize(("what", "name"), FIELDS)
def test_two_administrators_are_refused_the_same(client, room, ada, what, name):
    say(ada, room, "Yes.")
    sam = person("Sam Okello", is_staff=True, is_superuser=True)
    for words in BAD:
        with pytest.raises(ValidationError):
            Rewording.propose(thing_of(what, room), sam, "So.", {name: words})
    client.force_login(sam)
    page = reverse(f"{what}-rewording", args=[thing_of(what, room).slug])
    form = {"titles_en": "Rain", "reason": "So.", f"{name}_en": f"Rain{OVERRIDE}"}
    assert "control character" in client.post(page, form).content.decode()
    assert not Rewording.objects.exists()


def test_nothing_is_kept_of_wordings_nobody_spoke_under(client, room, ada, grace, assistant):
    for number in range(3):
        sent(client, Room.objects.get(), titles={"en": f"Rain {number}"})
        sent(client, Theme.objects.get(), titles={"en": f"Climate {number}"})
    room = Room.objects.get()
    assert room.former == []
    say(ada, room, "Yes.")
    room.reword({"titles": {"en": "Snow"}}, grace)
    assert [each["titles"] for each in room.former] == [{"en": "Rain 2"}]
    told = [json.loads(frame.text)["data"] for frame in read(room.stream_id, 0, 20) if frame.kind == "room.reworded"]
    assert [each["titles"]["en"] for each in told] == ["Rain 2"] * 6 + ["Snow"]
    assert [each["before"] and each["before"]["titles"]["en"] for each in told] == [None] * 6 + ["Rain 2"]


def test_real_names_and_declarations_in_all_scripts_may_stand_there():
    real = {row["name"] for row in corpus.read("text/names.jsonl")}
    real |= {" ".join(row[part].split()) for row in corpus.read("text/udhr.jsonl") for part in ("heading", "text")}
    assert len(real) > 100
    for words in real - {""}:
        line(words, 10_000)


def test_no_wording_is_left_out():
    assert LIMITS.keys() == {name for _what, name in FIELDS}
