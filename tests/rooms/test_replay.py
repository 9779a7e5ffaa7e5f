"""The replay of a recorded debate: how it reads, whom it casts, what it notices, and a real performance."""

import io
import json
from array import array
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from accounts.models import Mandate, User
from accounts.models.user import Origin
from accounts.sectors import Sector
from dialogue.rooms.models import Post, Room, Theme
from dialogue.rooms.replay.body import body_of
from dialogue.rooms.replay.cast import Cast
from dialogue.rooms.replay.line import Address
from dialogue.rooms.replay.listener import Audience
from dialogue.rooms.replay.record import BadFile, Contribution, read
from dialogue.rooms.replay.report import Verdict
from dialogue.text import words
from tests.live.processes import servers
from tests.whole import WHOLE, some

DEBATE = Path(__file__).resolve().parents[3] / "shared/data/debate/debate-multilingual.jsonl"


def spoken(speaker: str = "Speaker One", **fields) -> dict:
    return {
        "speaker": speaker,
        "lang": "en",
        "text": f"{speaker} says a word.",
        "source": "A record",
    } | fields


def contribution(*about, **fields) -> Contribution:
    return Contribution.of(spoken(*about, **fields))


@pytest.fixture
def file(tmp_path):
    lines = [
        spoken(
            "Awa Sarr",
            affiliation="Prime Minister, Senegal",
            stakeholder_kind="government",
            country="SN",
            debate="a",
        ),
        spoken("Lars Holm", affiliation="Green List", stakeholder_kind="parliament", country="DK", debate="b"),
        spoken(
            "Participant 0",
            stakeholder_kind="citizen",
            country="AT",
            debate="b",
            lang="de",
            text="# Überschrift\n\nGut.",
        ),
        spoken(
            "Participant 0",
            stakeholder_kind="citizen",
            country="NZ",
            debate="a",
            lang="zh-Hant",
            text="多一條路。",
        ),
        spoken(
            "Awa Sarr",
            affiliation="Prime Minister, Senegal",
            stakeholder_kind="government",
            country="SN",
            debate="b",
        ),
    ]
    path = tmp_path / "debate.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines * 4), encoding="utf-8")
    return path


def test_a_damaged_line_is_named_by_its_number(tmp_path):
    path = tmp_path / "bad.jsonl"
    for bad in ('{"speaker": "A"}', "[1]", "{"):
        path.write_text(json.dumps(spoken()) + "\n" + bad)
        with pytest.raises(BadFile, match=r"Line 2 of bad\.jsonl"):
            read(path)
    assert len(read(path, limit=1)) == 1
    path.write_text("\n")
    with pytest.raises(BadFile):
        read(path)


@pytest.mark.parametrize(
    "kind,affiliation,name,title,sector",
    [
        (
            "government",
            "Prime Minister, Samoa",
            "Government, Samoa",
            "Prime Minister, Samoa",
            Sector.GOVERNMENT,
        ),
        ("parliament", "Green List", "Green List", "Speaker", Sector.PARLIAMENT),
        ("parliament", "", "Parliament, Samoa", "Speaker", Sector.PARLIAMENT),
        ("intergovernmental", "President, Union of Seas", "Union of Seas", "President", Sector.INTERNATIONAL),
    ],
)
def test_a_body_is_what_the_record_says(kind, affiliation, name, title, sector):
    body = body_of(contribution(stakeholder_kind=kind, affiliation=affiliation, country="WS"))
    assert (body.name, body.title, body.sector) == (name, title, sector)


@pytest.mark.parametrize("kind", ["citizen", "guest", "", "unheard of"])
def test_others_speak_for_themselves(kind):
    assert body_of(contribution(stakeholder_kind=kind)) is None


@pytest.mark.django_db
def test_everyone_is_marked_as_replayed_and_found_again_the_next_time(file):
    said = read(file)
    first, second = Cast(), Cast()
    first.gather(said)
    second.gather(said)
    assert {user.pk for user in first.people.values()} == {user.pk for user in second.people.values()}
    assert User.objects.filter(origin=Origin.REPLAY, source="A record", email__endswith="@replay.invalid").count() == 4
    assert Mandate.objects.count() == 2
    assert first.mandate(said[0]) is not None and first.mandate(said[2]) is None
    names = {user.name for user in User.objects.all()}
    assert names == {"Awa Sarr", "Lars Holm", "Participant 0", "Participant 0, New Zealand"}
    second.dismiss()
    first.dismiss()
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_a_name_nobody_may_have_becomes_one():
    cast = Cast()
    cast.gather(contribution(name) for name in ("★ Ana ★", "Ana", "ana", "123", "", "x" * 200))
    assert sorted(user.name for user in cast.people.values())[1:4] == ["Ana", "Ana 2", "Ana 3"] or len(cast.people) == 6


@pytest.mark.parametrize(
    "seqs,verdict",
    [
        ([11, 12, 13, 14], Verdict(0, 0, 0)),
        ([11, 12, 14], Verdict(1, 0, 0)),
        ([11, 12, 12, 13, 14], Verdict(0, 1, 0)),
        ([11, 13, 12, 14], Verdict(0, 0, 1)),
        ([10, 11, 12, 13, 14], Verdict(0, 1, 0)),
        ([], Verdict(4, 0, 0)),
    ],
)
def test_a_lost_a_doubled_and_a_swapped_event_are_each_noticed(seqs, verdict):
    assert Verdict.on(array("q", seqs), start=10, head=14) == verdict


def test_two_listeners_who_were_told_different_words_are_noticed():
    audience = Audience(Address("http://h", "r", "e", "c"), 0, 0)
    said = b'{"seq":%d,"kind":"post.said","data":{"html":"%s"}}'
    for seq, html in ((1, b"a"), (1, b"a"), (2, b"b"), (2, b"c")):
        assert audience.understand(said % (seq, html)) == (seq, "post.said")
    assert audience.different == {2}


@pytest.mark.django_db(transaction=True)
def test_a_debate_is_played_through_a_real_server_and_everyone_hears_the_same(file, tmp_path, settings):
    out, figures = io.StringIO(), tmp_path / "figures.json"
    with servers(1) as [server]:
        settings.ORIGINS = [server.url]
        call_command("replay", file, room="again", url=server.url, listeners=15, json=figures, stdout=out)
    told = json.loads(figures.read_text())
    assert (told["posts"], told["deliveries"], told["missed"]) == (20, 300, [])
    room = Room.objects.get(slug="again")
    assert (room.origin, room.threads.count(), room.stream.broken_at()) == (Origin.REPLAY, 2, None)
    sent = sorted(words.clean(said.text) for said in read(file))
    assert sorted(Post.objects.filter(room=room).values_list("text", flat=True)) == sent
    assert Post.objects.filter(sector=Sector.GOVERNMENT, organisation="Government, Senegal").count() == 8
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refused_post_and_a_missed_figure_make_it_fail(file, settings):
    Theme.objects.create(slug="t")
    with servers(1) as [server]:
        settings.ORIGINS = [server.url]
        play = {"room": "again", "url": server.url, "listeners": 2, "limit": 4, "stdout": io.StringIO()}
        with pytest.raises(CommandError, match="p99"):
            call_command("replay", file, max_p99=0.001, **play)
        Room.objects.get(slug="again").close(by=None)
        with pytest.raises(CommandError, match="4 contributions not accepted"):
            call_command("replay", file, **play)


@pytest.mark.django_db
def test_where_people_speak_nothing_is_replayed(file, room, settings):
    settings.ORIGINS = ["http://127.0.0.1:1"]
    with pytest.raises(CommandError, match="people speak"):
        call_command("replay", file, room=room.slug, url="http://127.0.0.1:1")
    with pytest.raises(CommandError, match="ORIGINS"):
        call_command("replay", file, room="other", url="http://elsewhere.example")


@pytest.mark.django_db(transaction=True)
def test_without_a_server_it_says_what_to_look_at(file, settings):
    settings.ORIGINS = ["http://127.0.0.1:1"]
    with pytest.raises(CommandError, match="Is the server running"):
        call_command("replay", file, room="alone", url="http://127.0.0.1:1", stdout=io.StringIO())


@pytest.mark.django_db
def test_the_whole_public_debate_can_be_cast():
    if not DEBATE.exists():
        pytest.skip(f"LEFT OUT: the recorded debate is not at {DEBATE}")
    said = read(DEBATE)
    sectors = {body.sector for one in said if (body := body_of(one))}
    cast = Cast()
    cast.gather(some(said, 6))
    assert len(said) == 842 and len(cast.people) == User.objects.count() == (454 if WHOLE else 101)
    assert {Sector.GOVERNMENT, Sector.PARLIAMENT, Sector.INTERNATIONAL} == sectors
