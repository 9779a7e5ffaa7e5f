"""What a body in force is called, and what proves that somebody is of it, changes when a second officer says so."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.desk.deciding import last_act
from accounts.grounds import Reason
from accounts.models import Act, ChangeRequest, Mandate, Organisation
from tests.accounts.desk import ask, ministry
from tests.people import give_factor, person, say

FRANCE = {"name": "Ministry of Foreign Affairs of the French Republic", "country": "FR"}
WHY = Reason("not_shown", "The decree says otherwise.")


@pytest.fixture
def body(desk) -> Organisation:
    return ministry(desk, names={"fr": "Ministère de la Pluie"})


@pytest.fixture
def held(body, desk, ada) -> Mandate:
    mandate = ask(give_factor(ada), body)
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])
    return mandate


def form_of(body: Organisation, **changed) -> dict:
    """The form of the desk as it stands, and what an officer changes in it."""
    form = {name: getattr(body, name) for name in ("name", "sector", "level", "country", "territory", "website")}
    names = {f"name_{code}": name for code, name in body.names.items()}
    return form | names | {"domains": "\n".join(body.domains)} | changed


def decides(officer, change: ChangeRequest, verb: str, seen: int | None = None, **form):
    client = Client()
    client.force_login(officer)
    form = {"verb": verb, "seen": last_act(change.organisation, "change") if seen is None else seen} | form
    return client.post(f"/desk/changes/{change.pk}/decision/", form)


def refused(code: str, verb, *about, **fields) -> None:
    with pytest.raises(ValidationError) as refusal:
        verb(*about, **fields)
    assert refusal.value.code == code


def test_one_officer_alone_makes_no_ministry_another_states(client, body, held, desk, ada, room):
    client.force_login(desk[0])
    answer = client.post(f"/desk/organisation/{body.pk}/description/", form_of(body, **FRANCE))
    assert answer.status_code == 302
    body.refresh_from_db()
    assert (body.name, body.country) == ("Ministry of Rain", "KE")
    post = say(ada, room, "We sign.", mandate=held.pk)
    assert (post.organisation, post.country) == ("Ministry of Rain", "KE")
    change = body.changes.get()
    assert "You proposed this yourself" in decides(desk[0], change, "confirm").content.decode()
    refused("two_keys", body.describe, desk[0], **FRANCE)
    body.refresh_from_db()
    assert body.name == "Ministry of Rain"


def test_a_second_officer_sees_before_and_after_and_makes_it_so(client, body, held, desk, ada, room, mailoutbox):
    said = say(ada, room, "We sign.", mandate=held.pk)
    client.force_login(desk[0])
    wish = form_of(
        body, name="Ministry of Rain and Rivers", name_fr="Ministère des Eaux", domains="rain.example\nice.example"
    )
    client.post(f"/desk/organisation/{body.pk}/description/", wish)
    other = Client()
    other.force_login(desk[1])
    assert "needs a second approval" in other.get("/desk/").content.decode()
    page = other.get(f"/desk/organisation/{body.pk}/").content.decode()
    for words in ("<del><bdi>Ministry of Rain</bdi></del>", "<ins><bdi>Ministry of Rain and Rivers</bdi></ins>",
                  "<ins><bdi>Ministère des Eaux</bdi></ins>", "<ins><bdi>rain.example, ice.example</bdi></ins>"):  # fmt: skip
        assert words in page
    assert decides(desk[1], body.changes.get(), "confirm").status_code == 302
    body.refresh_from_db()
    assert body.name == "Ministry of Rain and Rivers" and body.domains == ["rain.example", "ice.example"]
    assert say(ada, room, "Again.", mandate=held.pk).organisation == "Ministry of Rain and Rivers"
    said.refresh_from_db()
    assert said.organisation == "Ministry of Rain"
    proposed, confirmed = Act.objects.filter(verb__contains=".change_")
    assert [proposed.actor, confirmed.actor] == desk and proposed.data == confirmed.data
    assert confirmed.data["before"]["name"] == "Ministry of Rain"
    assert confirmed.data["after"]["domains"] == ["rain.example", "ice.example"]
    assert list(Act.faults()) == []


def test_whoever_speaks_for_the_body_is_told_in_their_language(
    body, held, desk, ada, bo, mailoutbox, django_capture_on_commit_callbacks
):
    ada.interface_language = "fr"
    ada.save(update_fields=["interface_language"])
    with django_capture_on_commit_callbacks(execute=True):
        change = ChangeRequest.propose(body, desk[0], **FRANCE)
    assert not mailoutbox
    with django_capture_on_commit_callbacks(execute=True):
        change.confirm(desk[1])
    [letter] = mailoutbox
    assert letter.to == [ada.email]
    # The names of countries in French come with Unicode's own data.
    assert "Kenya → France" in letter.body and f"Ministry of Rain → {FRANCE['name']}" in letter.body


def test_the_officer_who_proposed_takes_it_back_and_nobody_else_does(body, desk):
    change = ChangeRequest.propose(body, desk[0], **FRANCE)
    refused("own", change.take_back, desk[1])
    assert decides(desk[0], change, "take_back").status_code == 302
    refused("decided", change.confirm, desk[1])
    body.refresh_from_db()
    assert body.name == "Ministry of Rain" and not body.changes.waiting().exists()


def test_a_change_is_refused_with_a_reason_that_stays_on_the_page(body, desk):
    change = ChangeRequest.propose(body, desk[0], **FRANCE)
    wordless = decides(desk[1], change, "refuse")
    assert wordless.status_code == 400 and "A change needs a second reviewer" in wordless.content.decode()
    assert decides(desk[1], change, "refuse", ground=WHY.ground, words=WHY.words).status_code == 302
    client = Client()
    client.force_login(desk[0])
    assert WHY.words in client.get(f"/desk/organisation/{body.pk}/").content.decode()


def test_what_happened_meanwhile_makes_the_second_officer_look_again(body, desk):
    seen = last_act(body, "change")
    change = ChangeRequest.propose(body, desk[0], **FRANCE)
    answer = decides(desk[1], change, "confirm", seen=seen)
    assert answer.status_code == 409 and "since you opened this page" in answer.content.decode()
    Organisation.objects.filter(pk=body.pk).update(country="SE")
    stale = decides(desk[1], change, "confirm")
    assert stale.status_code == 409 and "Refuse it, and propose it again" in stale.content.decode()
    body.refresh_from_db()
    assert (body.name, body.country) == ("Ministry of Rain", "SE")


def test_one_change_of_a_body_waits_at_a_time(body, desk):
    ChangeRequest.propose(body, desk[0], **FRANCE)
    refused("waits", ChangeRequest.propose, body, desk[1], name="Ministry of Snow")
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.create(organisation=body, before={}, after={}, proposed_by=desk[1])


def test_the_database_itself_wants_two_people(body, desk):
    change = ChangeRequest.propose(body, desk[0], **FRANCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(outcome="confirmed", decided_by=desk[0])


def test_nobody_changes_the_body_they_asked_for_or_speak_for(desk, bo):
    third = give_factor(person("Noor Third", is_officer=True))
    body = ministry(desk, asked_by=third)
    for cause in (third, desk[0]):
        if cause == desk[0]:
            Mandate.objects.filter(organisation=body).delete()
            ask(desk[0], body).accredit(desk[1])
            Mandate.objects.update(confirmed_by=third, confirmed_at=body.confirmed_at)
        refused("own_cause", ChangeRequest.propose, body, cause, **FRANCE)
    change = ChangeRequest.propose(body, desk[1], **FRANCE)
    for cause in (third, desk[0]):
        refused("own_cause", change.confirm, cause)


def test_a_name_that_looks_like_another_body_is_shown_to_the_second_officer(client, body, desk):
    snow = ministry(desk, slug="snow", name="Ministry of Snow and Avalanches")
    change = ChangeRequest.propose(body, desk[0], name="Ministry for Avalanches and Snow")
    assert change.alike == snow
    client.force_login(desk[1])
    page = client.get(f"/desk/organisation/{body.pk}/").content.decode()
    assert "Looks like" in page and "Ministry of Snow and Avalanches" in page
    change.confirm(desk[1])
    body.refresh_from_db()
    assert body.alike == snow


def test_a_body_is_no_look_alike_of_its_own_other_name(body, desk):
    assert ChangeRequest.propose(body, desk[0], name="Ministry for the Rain").alike is None


def test_what_stands_there_already_is_no_change(body, desk):
    refused("same", ChangeRequest.propose, body, desk[0], name="Ministry of Rain", country="KE")


def test_a_body_that_is_not_in_force_yet_is_corrected_by_one_officer_with_both_values_on_the_trail(desk, bo):
    asked = Organisation.ask(bo, name="Wells for Al", sector="society", level="global")
    asked.describe(desk[0], name="Wells for All", level="global")
    act = Act.objects.get(verb="organisation.described")
    assert act.data == {"before": {"name": "Wells for Al"}, "after": {"name": "Wells for All"}}
    asked.accredit(desk[0])
    asked.confirm(desk[1])
    refused("two_keys", asked.describe, desk[0], name="Other Wells")
    asked.revoke(desk[0], WHY)
    refused("two_keys", asked.describe, desk[0], name="Other Wells")
