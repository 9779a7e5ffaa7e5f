"""Nobody becomes a steward who did not accept it: officers ask, and the holder answers, or nothing happens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.grounds import Reason
from accounts.models import Mandate
from accounts.models.stewarded import OFFERED
from accounts.models.stewards import stewards
from tests.accounts.desk import become_steward
from tests.people import sign_in
from tests.security.officials import accredited, refused


@pytest.fixture
def offered(desk, held) -> Mandate:
    """Two officers have asked Ada."""
    assert [held.make_steward(officer, True) for officer in desk[3:]] == [False, True]
    return held


def is_steward(mandate: Mandate) -> bool:
    assert Mandate.objects.get(pk=mandate.pk).steward is stewards(mandate.organisation, mandate.person)
    return stewards(mandate.organisation, mandate.person)


def answers(who, mandate: Mandate, answer: str):
    browser = Client()
    sign_in(browser, who)
    assert ("to be a coordinator" in browser.get("/people/me/mandates/").content.decode()) is (who == mandate.person)
    return browser.post(f"/mandates/{mandate.pk}/stewardship/", {"answer": answer}, follow=True)


def test_officers_make_nobody_a_steward_and_the_holder_accepts(offered, ada):
    assert not is_steward(offered)
    assert "You are now a coordinator of this organisation" in answers(ada, offered, "accept").content.decode()
    assert is_steward(offered)


def test_one_officer_does_not_for_an_association_either(desk, bo):
    mandate = accredited(desk, bo, sector="society", slug="wells", name="Wells for All")
    assert mandate.make_steward(desk[0], True) and not is_steward(mandate)
    answers(bo, mandate, "accept")
    assert is_steward(mandate)


def test_who_declines_is_none_and_is_not_asked_again_by_the_same(offered, ada, desk):
    answers(ada, offered, "decline")
    refused("decided", offered.answer_stewardship, ada, True)
    refused("often", offered.make_steward, desk[3], True)
    assert not is_steward(offered)


def test_nobody_answers_for_another(offered, desk, bo):
    for other in (bo, *desk):
        refused("holder", offered.answer_stewardship, other, True)
        assert answers(other, offered, "accept").status_code == 404
    assert not is_steward(offered)


@pytest.mark.parametrize("since", ["late", "suspended", "withdrawn", "ended", "officer dismissed"])
def test_what_has_ended_meanwhile_is_accepted_by_nobody(offered, desk, ada, clock, since):
    if since == "late":
        clock.pass_by(days=OFFERED.days, minutes=1)
    if since == "suspended":
        offered.suspend(desk[1], Reason("doubt"))
    if since == "withdrawn":
        assert offered.make_steward(desk[0], False)
    if since == "ended":
        Mandate.objects.filter(pk=offered.pk).update(
            valid_from=timezone.now() - timedelta(days=9), valid_until=timezone.now()
        )
    if since == "officer dismissed":
        desk[4].is_officer = False
        desk[4].save(update_fields=["is_officer"])
    refused("decided", offered.answer_stewardship, ada, True)
    assert not is_steward(offered)


def test_the_others_hear_of_it_when_she_has_accepted(
    offered, desk, ada, bo, mailoutbox, django_capture_on_commit_callbacks
):
    accredited(desk, bo, offered.organisation)
    with django_capture_on_commit_callbacks(execute=True):
        offered.answer_stewardship(ada, True)
    assert {letter.to[0] for letter in mailoutbox} == {ada.email, bo.email}


@pytest.mark.parametrize(("sector", "number"), [("government", 1), ("government", 2), ("society", 1)])
def test_what_was_taken_away_under_one_mandate_is_accepted_under_no_other(desk, ada, sector, number):
    """`number` officers have asked for it under the other one; a ministry takes two for that, and two to take it away."""
    by_two = sector == "government"
    first = accredited(desk, ada, sector=sector)
    other = accredited(desk, ada, first.organisation)
    become_steward(first, *desk[3 : 5 if by_two else 4])
    for officer in desk[3 : 3 + number]:
        other.make_steward(officer, True)
    assert other.stewardship_offered or other.making_steward
    assert [first.make_steward(officer, False) for officer in desk[1 : 3 if by_two else 2]][-1]
    refused("decided", other.answer_stewardship, ada, True)
    # Nor does another officer agree with what was asked before that: they ask anew.
    assert other.make_steward(desk[0], True) is not by_two and not is_steward(other)


def test_what_is_offered_after_that_is_accepted(desk, ada):
    first = accredited(desk, ada)
    other = accredited(desk, ada, first.organisation)
    become_steward(first, *desk[3:5])
    assert [first.make_steward(officer, False) for officer in desk[1:3]] == [False, True]
    become_steward(other, desk[0], desk[3])
    assert is_steward(other)
