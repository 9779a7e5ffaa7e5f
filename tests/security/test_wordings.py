"""Titles and questions stand over what people said: two administrators change them, and never over what was said before."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act, User
from accounts.models.two_people import WAITS
from dialogue.rooms.models import Rewording, Room, Theme
from tests.people import person, say

ADMINISTRATOR = {"is_staff": True, "is_superuser": True}
ASKED, EVIL = {"en": "Should we plant trees?", "fr": "Planter ?"}, {"en": "Should they be driven out by force?"}
YES = "Yes. The Assembly supports this without reservation."


@pytest.fixture
def two(db) -> list[User]:
    return [person(name, **ADMINISTRATOR) for name in ("Sam Okello", "Rosa Lindt")]


@pytest.fixture
def assistant(db) -> User:
    who = person("Anna Assistant", is_staff=True)
    who.user_permissions.set(Permission.objects.all())
    return who


@pytest.fixture
def asked(room) -> Room:
    """A room with a question that nobody has answered yet."""
    room.questions = ASKED
    room.save()
    return room


@pytest.fixture
def yes(asked, ada, mandate):
    return say(ada, asked, YES, mandate=mandate.pk)


def administration(client, who, thing, **words) -> None:
    """`who` sends the form of the administration, with every wording as it stands or as they want it."""
    client.force_login(who)
    form = {name: json.dumps(words.get(name, value)) for name, value in thing.worded().items()}
    form |= {"slug": thing.slug, "place": "1", "visibility": "public", "speakers": "everyone", "record": "withdrawn"}
    form["theme"] = getattr(thing, "theme_id", "")
    page = reverse(f"admin:rooms_{thing._meta.model_name}_change", args=[thing.pk])
    assert client.post(page, form).status_code == 302


WISHES = [
    ("room", "questions", EVIL), ("room", "titles", EVIL), ("room", "languages", ["en", "fr"]),
    ("room", "questions", ASKED | {"es": "¿Expulsarlos?"}), ("room", "questions", {"fr": "Planter ?"}),
    ("theme", "titles", EVIL), ("theme", "summaries", EVIL), ("theme", "titles", {"en": "Climate", "ru": "Вон"}),
]  # fmt: skip


def wished(what: str, room: Room) -> Room | Theme:
    return Room.objects.get(pk=room.pk) if what == "room" else Theme.objects.get(pk=room.theme_id)


@pytest.mark.parametrize(("what", "name", "words"), WISHES)
def test_one_person_changes_a_wording_only_until_somebody_has_spoken(
    client, asked, ada, assistant, two, what, name, words
):
    administration(client, assistant, wished(what, asked), **{name: words})
    assert getattr(wished(what, asked), name) == words
    say(ada, asked, "Yes.")
    for who in (assistant, two[0]):
        administration(client, who, wished(what, asked), **{name: {"en": "Other"} if isinstance(words, dict) else []})
        assert getattr(wished(what, asked), name) == words


@pytest.mark.parametrize(("what", "name", "words"), WISHES)
def test_it_takes_two_administrators(yes, two, what, name, words):
    sam, rosa = two
    thing = wished(what, yes.room)
    before = getattr(thing, name)
    proposed = Rewording.propose(thing, sam, "It was misspelt.", {name: words})
    assert getattr(wished(what, yes.room), name) == before
    with pytest.raises(ValidationError, match="yourself"):
        proposed.confirm(sam)
    proposed.confirm(rosa)
    assert getattr(wished(what, yes.room), name) == words
    told = Act.objects.filter(verb__startswith="rewording").order_by("pk")
    assert [(act.verb, act.actor) for act in told] == [("rewording.proposed", sam), ("rewording.confirmed", rosa)]
    for act in told:
        assert act.data["was"][name] == before and act.data["becomes"][name] == words


@pytest.mark.parametrize("by", ["citizen", "moderator", "assistant", "officer", "unsecured", "suspended"])
def test_nobody_else_proposes_or_confirms(yes, two, assistant, by):
    fields = {"moderator": {"is_staff": True}, "officer": {"is_officer": True}, "citizen": {}}.get(by, ADMINISTRATOR)
    who = assistant if by == "assistant" else person("Mal Other", **fields)
    if by == "unsecured":
        who.authenticator_set.all().delete()
    if by == "suspended":
        User.objects.filter(pk=who.pk).update(suspended_until="2999-01-01T00:00Z")
    with pytest.raises(ValidationError):
        Rewording.propose(yes.room, who, "Trust me.", {"questions": EVIL})
    proposed = Rewording.propose(yes.room, two[0], "Misspelt.", {"questions": EVIL})
    with pytest.raises(ValidationError):
        proposed.confirm(who)
    assert Room.objects.get(pk=yes.room_id).questions == ASKED


def test_a_proposal_is_about_the_wording_that_was_seen_and_waits_three_days(yes, two):
    sam, rosa = two
    first, second, third = (
        Rewording.propose(yes.room, sam, "So.", {"questions": {"en": words}}) for words in ("One?", "Two?", "One?")
    )
    first.confirm(rosa)
    for late in (second, third):
        with pytest.raises(ValidationError, match="has changed since"):
            late.confirm(rosa)
    stale = Rewording.propose(yes.room, sam, "So.", {"questions": {"en": "Three?"}})
    Rewording.objects.filter(pk=stale.pk).update(proposed_at=timezone.now() - WAITS - timedelta(seconds=1))
    with pytest.raises(ValidationError):
        stale.confirm(rosa)
    with pytest.raises(ValidationError, match="nothing to change"):
        Rewording.propose(Room.objects.get(pk=yes.room_id), sam, "So.", {"questions": {"en": "One?"}})


def test_how_a_members_room_is_called_stands_in_no_trail(members_room, two):
    proposed = Rewording.propose(members_room, two[0], "So.", {"titles": {"en": "Otherwise"}})
    proposed.confirm(two[1])
    assert not any("was" in act.data or "becomes" in act.data for act in Act.objects.all())


def test_by_the_pages_with_the_old_and_the_new_side_by_side(client, yes, two):
    sam, rosa = two
    page, all_of_them = reverse("room-rewording", args=["rain"]), reverse("rewordings")
    client.force_login(sam)
    assert "Should we plant trees?" in client.get(page).content.decode()
    form = {"titles_en": "Rain", "questions_en": "<script>Out?</script>", "languages": ["en"]}
    assert client.post(page, form).status_code == 200 and not Rewording.objects.exists()
    assert client.post(page, form | {"reason": "Shorter."}).status_code == 302
    decide = reverse("rewording-decision", args=[Rewording.objects.get().pk])
    html = client.get(all_of_them).content.decode()
    assert "Should we plant trees?" in html and "&lt;script&gt;Out?" in html and "<script>Out" not in html
    assert "Confirm" not in html
    client.post(decide, {"action": "confirm"})
    assert Room.objects.get(pk=yes.room_id).questions == ASKED
    client.force_login(rosa)
    client.post(decide, {"action": "confirm"})
    assert Room.objects.get(pk=yes.room_id).questions == {"en": "<script>Out?</script>"}
    assert "Sam Okello" in client.get(all_of_them).content.decode()


def test_a_theme_by_its_page(client, yes, two):
    client.force_login(two[0])
    page = reverse("theme-rewording", args=["climate"])
    client.post(page, {"titles_en": "Weather", "summaries_en": "Rain.", "reason": "Shorter."})
    client.force_login(two[1])
    client.post(reverse("rewording-decision", args=[Rewording.objects.get().pk]), {"action": "confirm"})
    assert Theme.objects.get().titles == {"en": "Weather"} and Theme.objects.get().summaries == {"en": "Rain."}
