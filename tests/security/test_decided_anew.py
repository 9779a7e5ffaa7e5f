"""What two others have decided since something was proposed, and undone again, is not decided once more by confirming the old
proposal; of whatever kind it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.models import (
    AddressChange,
    Appointment,
    ChangeRequest,
    NameDecision,
    NameRequest,
    Recovery,
    Suspension,
    User,
)
from accounts.models.two_people import TwoPeople
from dialogue.rooms.models import Membership, Rewording, Room
from tests.accounts.desk import ministry
from tests.people import give_factor, person, say

WEEK, NONE = timedelta(days=7), timedelta(0)
ALL = {"is_staff": True, "is_superuser": True, "is_officer": True}
# Proposes it or, told so, the contrary.
Propose = Callable[[User, bool], TwoPeople]


@pytest.fixture
def entrusted(db) -> list[User]:
    """Who may propose and confirm all of it."""
    return [give_factor(person(name, **ALL)) for name in ("Sam Okello", "Tom Baker", "Uma Sorensen", "Rosa Lindt")]


def suspending(world) -> Propose:
    return lambda by, undo: Suspension.propose(world("mandate").person, by, "So.", lasts=NONE if undo else WEEK)


def lifting(world) -> Propose:
    impose = suspending(world)
    _sam, tom, uma, _rosa = world("entrusted")
    impose(tom, False).confirm(uma)
    return lambda by, undo: impose(by, not undo)


def appointing(world) -> Propose:
    return lambda by, undo: Appointment.propose(world("bo"), by, "So.", power="officer", gives=not undo)


def spoken_in(world, room: str) -> Room:
    world(room).admit(world("ada"))
    say(world("ada"), world(room), "Between us.")
    return world(room)


def joining(world) -> Propose:
    inner = spoken_in(world, "members_room")
    return lambda by, undo: Membership.propose(world("bo"), by, "So.", room=inner, joins=not undo)


def parting(world) -> Propose:
    join = joining(world)
    world("members_room").admit(world("bo"))
    return lambda by, undo: join(by, not undo)


def rewording(world) -> Propose:
    room = spoken_in(world, "room")
    before, after = room.worded()["questions"], {"en": "Who gains?"}
    return lambda by, undo: Rewording.propose(room, by, "So.", {"questions": before if undo else after})


def rewording_a_theme(world) -> Propose:
    theme = spoken_in(world, "room").theme
    before, after = theme.worded()["titles"], {"en": "Storms"}
    return lambda by, undo: Rewording.propose(theme, by, "So.", {"titles": before if undo else after})


def giving_back(world) -> Propose:
    """The old mailbox undoes it."""

    def propose(by: User, undo: bool) -> Recovery | None:
        if not undo:
            return Recovery.propose(world("ada"), by, "So.", address="ada@new.example")
        assert AddressChange.objects.get().stop_from_mailbox()

    return propose


def granting_a_name(world) -> Propose:
    """Nobody undoes that."""
    bo = world("bo")
    EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
    asked = NameRequest.ask(bo, "Minister Ofosu", "It is my family name.")
    return lambda by, undo: None if undo else NameDecision.propose(bo, by, "So.", asked=asked, grants=True)


MATTERS = {
    suspending: Suspension, lifting: Suspension, appointing: Appointment, joining: Membership, parting: Membership,
    rewording: Rewording, rewording_a_theme: Rewording, giving_back: Recovery, granting_a_name: NameDecision,
}  # fmt: skip


def kinds(of: type) -> set[type]:
    below = set().union(*(kinds(each) for each in of.__subclasses__()))
    return below if of._meta.abstract else below | {of}


def test_every_kind_of_proposal_is_tried_here():
    assert set(MATTERS.values()) == kinds(TwoPeople)


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.__name__)
def test_an_old_proposal_does_not_bring_back_what_two_others_did_and_undid(request, entrusted, matter):
    propose, (sam, tom, uma, rosa) = matter(request.getfixturevalue), entrusted
    old = propose(sam, False)
    assert not old.overtaken()
    for undo in (False, True):
        decided = propose(tom, undo)
        if decided:
            decided.confirm(uma)
    with pytest.raises(
        ValidationError, match=r"propose (it|the change) again|already been decided|propose again"
    ) as refused:
        old.confirm(rosa)
    old.refresh_from_db()
    assert refused.value.code == "decided" and old.begun_at is None
    if matter is not granting_a_name:
        propose(sam, False).confirm(rosa)


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.__name__)
def test_an_old_proposal_is_confirmed_while_nobody_has_decided_anything_else(request, entrusted, matter):
    propose, (sam, _tom, _uma, rosa) = matter(request.getfixturevalue), entrusted
    old = propose(sam, False)
    old.confirm(rosa)
    assert old.begun_at


def test_while_a_change_of_a_body_waits_nobody_decides_about_another_of_it(entrusted):
    sam, tom, uma, _rosa = entrusted
    body = ministry([tom, uma])
    ChangeRequest.propose(body, sam, name="Ministry of Storms")
    with pytest.raises(ValidationError, match="is already waiting"):
        ChangeRequest.propose(body, tom, name="Ministry of Storms")


def test_what_one_stops_at_once_leaves_the_longer_time_to_the_two_who_decide_about_it(mandate, entrusted):
    """Whoever speaks for an association is suspended by one for three days; that is no word against thirty."""
    sam, tom, uma, rosa = entrusted
    type(mandate.organisation).objects.update(sector="society")
    ada, month = mandate.person, timedelta(days=30)
    old = Suspension.propose(ada, sam, "Threats.", lasts=month)
    at_once = Suspension.propose(ada, tom, "Threats.", lasts=timedelta(days=3))
    assert at_once.begun_at and not old.begun_at and not old.overtaken()
    # Taken back, it is: whoever did so has looked, and found that there is nothing.
    Suspension.propose(ada, tom, "It was a joke.", lasts=NONE)
    with pytest.raises(ValidationError, match="propose it again"):
        old.confirm(rosa)
    assert not User.objects.get(pk=ada.pk).suspended()
    Suspension.propose(ada, uma, "No joke.", lasts=month).confirm(rosa)
    assert User.objects.get(pk=ada.pk).suspended()


@pytest.mark.parametrize(("days", "void"), [(3, False), (1, False), (7, True)])
def test_whoever_stands_behind_a_short_stop_does_not_do_away_with_the_longer_one_that_waits(bo, entrusted, days, void):
    sam, tom, uma, _rosa = entrusted
    waiting = Suspension(person=bo, lasts=WEEK, reason="Threats.", proposed_by=sam)
    waiting.save()
    Suspension.propose(bo, tom, "Threats.", lasts=timedelta(days=days)).uphold(uma)
    assert bool(waiting.overtaken()) is void
