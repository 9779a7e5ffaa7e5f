"""What those read whose mandate or body is paused, and that officers decide nothing where they speak themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.cldr import moment
from accounts.models import Mandate, Organisation
from accounts.models.accredited import State
from dialogue.live.refusals import Refusal
from tests.accounts.clock import own_clock
from tests.accounts.desk import ask, ministry
from tests.people import give_factor, person, say
from tests.security.officials import WHY, accredited, refused


@pytest.fixture
def held(desk, ada) -> Mandate:
    """Ada is the minister, and a steward of her ministry."""
    held = accredited(desk, ada, title="Minister")
    Mandate.objects.filter(pk=held.pk).update(steward=True)
    held.refresh_from_db()
    return held


def refusal(held, room) -> str:
    with pytest.raises(Refusal) as refused:
        say(held.person, room, "As the minister.", mandate=held.pk)
    assert refused.value.code == "mandate"
    return str(refused.value.message)


@pytest.mark.parametrize("contact", ["help@forum.example.org", ""])
def test_a_paused_minister_who_posts_reads_until_when_and_whom_to_write_to(held, thing, desk, room, settings, contact):
    settings.CONTACT_EMAIL = contact
    thing.suspend(desk[1], WHY)
    words = refusal(held, room)
    assert "paused during a check" in words and "ends by itself: " in words and "UTC" in words
    assert words.endswith(contact or "write to us.") and "renew" not in words
    thing.uphold(desk[2])
    assert "suspended while we check doubts" in refusal(held, room) and "renew" not in refusal(held, room)
    thing.revoke(desk[0], WHY)
    assert "renew" in refusal(held, room)


def test_what_has_ended_by_itself_or_is_somebody_elses_is_not_called_paused(held, desk, bo, room):
    with own_clock() as clock:
        held.suspend(desk[1], WHY)
        with pytest.raises(Refusal) as refused:
            say(bo, room, "As the minister.", mandate=held.pk)
        assert "paused" not in str(refused.value.message)
        clock.pass_by(hours=73)
        assert say(held.person, room, "As the minister.", mandate=held.pk)


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_holder_finds_end_and_reason_on_the_page_of_their_mandates(held, thing, desk, client, confirmed):
    client.force_login(held.person)
    assert "Her office rang." not in client.get("/people/me/mandates/").content.decode()
    thing.suspend(desk[1], WHY)
    if confirmed:
        thing.uphold(desk[2])
    words = client.get("/people/me/mandates/").content.decode()
    assert "Her office rang." in words and "There are doubts, and we are checking them." in words
    assert ("ends by itself:" in words) is not confirmed


def test_a_steward_of_a_paused_body_reads_that_instead_of_not_found(held, thing, desk, bo, client):
    other = accredited(desk, bo, held.organisation)
    client.force_login(held.person)
    assert client.get("/organisations/rain/stewards/").status_code == 200
    thing.suspend(desk[1], WHY)
    for said in (
        client.get("/organisations/rain/stewards/", follow=True),
        client.post(f"/mandates/{other.pk}/decision/", {"act": "suspend", "ground": "doubt"}, follow=True),
    ):
        assert said.redirect_chain[-1][0] == "/people/me/mandates/" and "paused during a check" in said.content.decode()
    assert Mandate.objects.get(pk=other.pk).suspended_at is None
    client.force_login(bo)
    assert client.get("/organisations/rain/stewards/").status_code == 404


@pytest.mark.parametrize("sector", ["government", "society"])
def test_an_officer_decides_nothing_about_the_body_they_speak_for_nor_about_colleagues_there(
    desk, ada, bo, client, sector
):
    body = ministry(desk[1:3], sector=sector)
    colleague, waits = accredited(desk, bo, body), ask(give_factor(person("Zoe Laurent")), body)
    ada.is_officer = True
    ada.save(update_fields=["is_officer"])
    accredited(desk, ada, body)
    for verb in (waits.claim, waits.accredit):
        refused("own_cause", verb, ada)
    for verb in (waits.refuse, colleague.suspend, body.suspend):
        refused("own_cause", verb, ada, WHY)
    refused("own_cause", colleague.make_steward, ada, True)
    for thing, officer in ((colleague, desk[1]), (body, desk[2])):
        thing.suspend(officer, WHY)
        if thing.held:
            refused("own_cause", thing.uphold, ada)
        refused("own_cause", thing.reinstate, ada, WHY)
        refused("own_cause", thing.revoke, ada, WHY)
        client.force_login(ada)
        page = client.get(f"/desk/{thing.kind}/{thing.pk}/").content.decode()
        assert "You speak for this organisation yourself" in page and 'value="revoke"' not in page
    elsewhere = accredited(desk, bo, slug="snow", name="Snow", sector=sector)
    elsewhere.suspend(ada, WHY)


def test_an_officer_who_is_a_steward_decides_as_one_and_turns_no_second_key(held, desk, bo):
    held.person.is_officer = True
    held.person.save(update_fields=["is_officer"])
    mandate = ask(give_factor(bo), held.organisation, "Adviser")
    mandate.accredit(held.person)
    mandate.confirm(desk[1])
    mandate.suspend(held.person, WHY)
    assert mandate.state == State.SUSPENDED
    refused("own_cause", held.organisation.suspend, held.person, WHY)
    held.resign(held.person)


def test_of_two_pauses_the_holder_reads_when_the_later_one_ends(held, desk, room):
    held.suspend(desk[1], WHY)
    sooner = timezone.now() + timedelta(hours=5)
    Organisation.objects.filter(pk=held.organisation_id).update(suspended_at=timezone.now(), hold_until=sooner)
    words = refusal(held, room)
    assert moment(Mandate.objects.get(pk=held.pk).hold_until) in words and moment(sooner) not in words
