"""What one officer alone cannot do: make a mayor, end somebody for good, make a steward of whom they accredited, keep others away."""

from datetime import timedelta

import pytest

from accounts.models import Mandate, Suspension
from accounts.models.accredited import State
from accounts.models.powers import Rank
from accounts.models.suspension import rank_over
from accounts.sectors import OFFICIAL
from tests.accounts.clock import own_clock
from tests.accounts.desk import ask, ministry
from tests.people import give_factor
from tests.security.officials import WHY, refused


@pytest.fixture
def held(desk, ada) -> Mandate:
    """Ada is the mayor: two officers say so."""
    mandate = ask(
        give_factor(ada), ministry(desk[:2], slug="mindelo", name="City of Mindelo", sector="authority"), "Mayor"
    )
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])
    return mandate


@pytest.mark.parametrize("sector", OFFICIAL)
def test_mallory_alone_makes_nobody_speak_for_a_public_body(desk, bo, sector):
    mandate = ask(bo, ministry(desk[:2], sector=sector))
    mandate.accredit(desk[0])
    refused("four_eyes", mandate.confirm, desk[0])
    assert mandate.state == State.PENDING and not mandate.active()


@pytest.mark.parametrize("what", ["mandate", "body"])
def test_mallory_suspends_the_mayor_at_once_and_only_another_officer_ends_it(held, desk, what):
    thing = held if what == "mandate" else held.organisation
    refused("suspend_first", thing.revoke, desk[0], WHY)
    thing.suspend(desk[0], WHY)
    refused("suspend_first", thing.revoke, desk[0], WHY)
    thing.revoke(desk[2], WHY)
    assert thing.state == State.REVOKED


def test_an_association_is_ended_by_one_officer_as_it_was_accredited_by_one(desk, bo):
    mandate = ask(bo, ministry(desk[:2], sector="society"))
    mandate.accredit(desk[0])
    mandate.revoke(desk[0], WHY)
    assert mandate.state == State.REVOKED


def test_mallory_makes_no_steward_of_whom_she_accredited_and_all_are_told(
    held, desk, ada, bo, mailoutbox, django_capture_on_commit_callbacks
):
    for officer in desk[:2]:
        refused("four_eyes", held.make_steward, officer, True)
    held.make_steward(desk[3], True)
    refused("four_eyes", held.make_steward, desk[0], True)
    other = ask(bo, held.organisation, "Deputy mayor")
    other.accredit(desk[0])
    other.confirm(desk[1])
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        held.make_steward(desk[2], True)
    assert {letter.to[0] for letter in mailoutbox} == {ada.email}
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        held.answer_stewardship(ada, True)
    assert {letter.to[0] for letter in mailoutbox} == {ada.email, bo.email}
    assert {letter.subject for letter in mailoutbox} == {"Ada Mensah is now a coordinator of City of Mindelo"}
    with django_capture_on_commit_callbacks(execute=True):
        held.make_steward(desk[0], False)
        held.make_steward(desk[1], False)
    assert mailoutbox[-1].subject == "Ada Mensah is no longer a coordinator of City of Mindelo"


@pytest.mark.parametrize("what", ["mandate", "body"])
def test_a_suspended_mayor_is_not_open_to_a_single_moderator(held, desk, ada, grace, what):
    (held if what == "mandate" else held.organisation).suspend(desk[0], WHY)
    assert rank_over(ada) == Rank.MODERATOR
    assert not Suspension.propose(ada, grace, "Gone.", lasts=timedelta(days=7)).begun_at


def test_mallory_keeps_nobody_from_an_application_by_taking_it_up_again_and_again(desk, bo):
    mandate = ask(bo, ministry(desk[:2]))
    with own_clock() as clock:
        mandate.claim(desk[0])
        refused("claimed_lately", mandate.claim, desk[0])
        clock.pass_by(minutes=31)
        refused("claimed_lately", mandate.claim, desk[0])
        mandate.claim(desk[1])
        mandate.release(desk[1])
        refused("claimed_lately", mandate.claim, desk[1])
        mandate.accredit(desk[1])
        clock.pass_by(days=1)
        mandate.claim(desk[0])
