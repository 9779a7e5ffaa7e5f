"""Two keys are of one thing: what changes between them is looked at anew, and one officer makes neither a presidency of a club nor
a second accomplice of the first."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.desk.deciding import last_act
from accounts.grounds import Reason
from accounts.models import Act, ChangeRequest, Evidence, Invitation, Mandate, Organisation
from accounts.models.accredited import State
from accounts.models.stewards import stewards
from tests.accounts.clock import own_clock
from tests.accounts.desk import ask, become_steward, decides, ministry
from tests.people import give_factor, person
from tests.security.officials import accredited, refused

CLUB = {"name": "Lake Chess Club", "sector": "society", "level": "local", "country": "KE"}
PRESIDENCY = CLUB | {"name": "Presidency of the Lake", "sector": "government", "domains": "evil.example"}
PRINTED = {
    "name": "Lake Chess Circle", "names": {"fr": "Présidence du Lac"}, "sector": "government", "level": "national",
    "country": "FR", "territory": "Lake", "website": "https://evil.example", "domains": ["evil.example"],
}  # fmt: skip


@pytest.fixture
def zoe(db):
    return give_factor(person("Zoe Laurent"))


@pytest.fixture
def club(desk, bo) -> Organisation:
    """Bo asked for a chess club, and Ivy turned the first key."""
    body = Organisation.ask(bo, **CLUB)
    body.accredit(desk[1])
    return body


def browser(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def fresh(thing):
    return type(thing)._default_manager.get(pk=thing.pk)


def test_mallory_makes_no_presidency_of_the_chess_club_that_ivy_accredited(
    club, desk, bo, mailoutbox, django_capture_on_commit_callbacks
):
    mallory, seen = browser(desk[0]), last_act(club, "accredit")
    with django_capture_on_commit_callbacks(execute=True):
        mallory.post(f"/desk/organisation/{club.pk}/description/", PRESIDENCY)
    club = fresh(club)
    assert club.name == PRESIDENCY["name"] and club.state == State.PENDING and not club.accredited_at
    assert decides(mallory, club, "confirm").status_code == 409
    assert {letter.to[0] for letter in mailoutbox} == {desk[1].email, bo.email}
    assert all("no longer counts" in letter.body for letter in mailoutbox)
    page = browser(desk[1]).get(f"/desk/organisation/{club.pk}/").content.decode()
    assert "has to be given again" in page and "Lake Chess Club" in page
    assert decides(browser(desk[1]), club, "accredit", seen=seen).status_code == 409
    club.accredit(desk[1])
    refused("four_eyes", club.confirm, desk[0])
    assert 'value="confirm"' not in mallory.get(f"/desk/organisation/{club.pk}/").content.decode()
    club.confirm(desk[2])


@pytest.mark.parametrize("name", PRINTED)
def test_whatever_is_said_otherwise_of_a_body_needs_the_first_key_anew(club, desk, name):
    club.describe(desk[0], **{name: PRINTED[name]})
    assert not fresh(club).accredited_at and not fresh(club).accredited_by
    assert Act.objects.last().verb == "organisation.keys_anew"


def test_whoever_described_a_body_last_may_turn_the_first_key(club, desk):
    club.describe(desk[0], name="Lake Chess Circle")
    club.accredit(desk[0])
    club.confirm(desk[1])
    assert fresh(club).state == State.ACTIVE


def test_what_stands_there_already_takes_no_key_away(club, desk):
    refused("same", lambda: club.describe(desk[0], **CLUB))
    assert fresh(club).accredited_at


def test_an_officer_sees_whom_the_new_name_looks_like(club, desk):
    rain = ministry(desk[1:3])
    club.describe(desk[0], name="Ministry for the Rain", sector="government")
    assert fresh(club).alike == rain


def test_nobody_becomes_a_steward_whose_mandate_is_not_in_force(desk, ada, bo):
    rain, wells = ministry(desk[1:3]), ministry(desk[1:3], slug="wells", name="Wells for All", sector="society")
    for body in (rain, wells):
        waits = ask(give_factor(ada), body)
        refused("decided", waits.make_steward, desk[0], True)
        assert "make_steward" not in browser(desk[0]).get(f"/desk/mandate/{waits.pk}/").content.decode()
        assert not fresh(waits).steward
    held = accredited(desk, bo, rain)
    held.suspend(desk[1], Reason("doubt"))
    refused("not_in_force", held.make_steward, desk[0], True)
    assert "make_steward" not in browser(desk[0]).get(f"/desk/mandate/{held.pk}/").content.decode()


def test_a_steward_of_a_public_body_is_made_by_two_who_turned_no_key(held, desk):
    for officer in desk[1:3]:
        refused("four_eyes", held.make_steward, officer, True)
    with own_clock() as clock:
        assert not held.make_steward(desk[0], True)
        refused("four_eyes", held.make_steward, desk[0], True)
        clock.pass_by(days=3, minutes=1)
        assert not held.make_steward(desk[3], True) and not stewards(held.organisation, held.person)
        assert held.make_steward(desk[4], True) and not stewards(held.organisation, held.person)
        held.answer_stewardship(held.person, True)
        assert stewards(held.organisation, held.person)


def test_who_made_a_steward_does_not_confirm_whom_that_steward_accredits(held, desk, ada, zoe):
    become_steward(held, desk[0], desk[3])
    other = ask(zoe, held.organisation, "Adviser")
    other.accredit(ada)
    for officer in (desk[0], desk[3]):
        refused("four_eyes", other.confirm, officer)
        page = browser(officer).get(f"/desk/mandate/{other.pk}/").content.decode()
        assert 'value="confirm"' not in page and "You made the person who gave the first approval a coordinator" in page
    other.confirm(desk[4])


def test_the_desk_shows_each_officer_what_they_can_do_about_a_steward(held, desk):
    page = f"/desk/mandate/{held.pk}/"
    assert "You approved this mandate" in browser(desk[1]).get(page).content.decode()
    assert 'value="make_steward"' not in browser(desk[1]).get(page).content.decode()
    assert "Propose to make the holder a coordinator" in browser(desk[0]).get(page).content.decode()
    asked = decides(browser(desk[0]), held, "make_steward", follow=True).content.decode()
    assert "within three days" in asked and 'value="make_steward"' not in asked
    assert "asked to make the holder a coordinator" in browser(desk[2]).get("/desk/").content.decode()
    assert "Confirm that the holder is asked to be a coordinator" in browser(desk[3]).get(page).content.decode()
    assert decides(browser(desk[3]), held, "make_steward").status_code == 302 and not fresh(held).steward
    assert "Withdraw the offer" in browser(desk[1]).get(page).content.decode()
    held.answer_stewardship(held.person, True)
    assert "Ask to take the coordinator role away" in browser(desk[1]).get(page).content.decode()


def test_whoever_asks_does_not_confirm_what_another_asked_meanwhile(held, desk):
    seen = last_act(held, "make_steward")
    held.make_steward(desk[0], True)
    assert decides(browser(desk[3]), held, "make_steward", seen=seen).status_code == 409 and not fresh(held).steward


def test_nobody_is_made_a_steward_twice_nor_again_and_again_by_one_officer(
    desk, ada, mailoutbox, django_capture_on_commit_callbacks
):
    mandate = ask(ada, ministry(desk[1:3], sector="society"))
    mandate.accredit(desk[1])
    mallory, acts = browser(desk[0]), Act.objects.count()
    assert mallory.post(f"/desk/mandate/{mandate.pk}/decision/", {"verb": "make_steward"}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            decides(mallory, mandate, verb).status_code
            for verb in ("make_steward", "make_steward", "unmake_steward", "unmake_steward", "make_steward")
        ]
        answers.append(decides(mallory, mandate, "unmake_steward").status_code)
    assert answers == [302, 409, 302, 409, 409, 409]
    assert Act.objects.count() == acts + 2 and [letter.to for letter in mailoutbox] == [[ada.email]]
    with own_clock() as clock:
        clock.pass_by(days=1, minutes=1)
        assert mandate.make_steward(desk[0], True)
        # Nor by another one.
        refused("decided", mandate.make_steward, desk[3], True)


def test_no_act_beside_it_keeps_omar_from_confirming_a_suspension(held, desk, zoe):
    """Whatever one officer can do again and again about a mandate or a body that is held."""
    steward = accredited(desk, zoe, held.organisation, "Head of office")
    mallory, body = desk[0], held.organisation
    held.make_steward(desk[4], True)
    held.suspend(desk[1], Reason("doubt"))
    seen = last_act(held, "uphold")
    Evidence.note(held, mallory, "I ask again.")
    assert decides(browser(desk[2]), held, "uphold", seen=seen).status_code == 302
    seen = last_act(steward, "suspend")
    steward.make_steward(mallory, True)
    assert decides(browser(desk[3]), steward, "suspend", "doubt", seen=seen).status_code == 302
    day = (steward.valid_from, steward.valid_until)
    Invitation.invite(mallory, body, 1, timedelta(days=1), "Adviser", *day)
    body.suspend(desk[1], Reason("doubt"))
    seen = last_act(body, "uphold")
    Invitation.objects.get().cancel(mallory)
    change = ChangeRequest.propose(body, mallory, country="FR")
    change.take_back(mallory)
    assert decides(browser(desk[2]), body, "uphold", seen=seen).status_code == 302


def test_what_the_holder_hands_in_is_looked_at_before_it_is_decided(desk, ada):
    mandate = ask(ada, ministry(desk[1:3]))
    seen = last_act(mandate, "accredit")
    Evidence.note(mandate, ada, "I have moved.")
    assert decides(browser(desk[1]), mandate, "accredit", seen=seen).status_code == 409


@pytest.mark.parametrize("renewal", ["waits", "is granted", "is asked for afterwards"])
def test_a_stewardship_that_two_took_away_does_not_come_back_with_a_renewal(held, desk, renewal):
    become_steward(held, desk[0], desk[3])
    with own_clock() as clock:
        clock.pass_by(days=70)
        again = held.renew() if renewal != "is asked for afterwards" else None
        assert again is None or again.steward

        def granted(mandate: Mandate) -> None:
            mandate.accredit(desk[1])
            mandate.confirm(desk[2])

        if renewal == "is granted":
            granted(again)
        held.make_steward(desk[1], False)
        assert held.make_steward(desk[2], False)
        again = again or held.renew()
        if renewal != "is granted":
            granted(fresh(again))
        clock.pass_by(days=21)
        assert fresh(again).state == State.ACTIVE and not stewards(held.organisation, held.person)


def test_a_renewal_asked_for_with_an_old_page_open_carries_no_stewardship(held, desk):
    become_steward(held, desk[0], desk[3])
    with own_clock() as clock:
        clock.pass_by(days=70)
        opened = fresh(held)
        held.make_steward(desk[1], False)
        held.make_steward(desk[2], False)
        assert opened.steward and not opened.renew().steward


def test_who_accredited_as_a_steward_is_told_of_as_one_afterwards(desk, ada, bo):
    """Also when the stewardship has gone: no officer of the forum looked at it then."""
    body = ministry(desk[1:3], sector="society")
    mandate = ask(ada, body)
    mandate.accredit(desk[1])
    become_steward(mandate, desk[1])
    other = ask(bo, body)
    other.accredit(ada)
    mandate.make_steward(desk[1], False)
    assert fresh(other).by_steward
