"""Nobody puts themselves out of a moderator's reach by asking: what waits for a key protects for three days, once in thirty."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.grounds import Ground, Reason
from accounts.models import Invitation, Mandate, Organisation, Suspension, User
from accounts.models.powers import Rank
from accounts.models.suspension import rank_over, speaks_for_a_body
from tests.accounts.desk import ministry
from tests.people import give_factor, person, sign_in
from tests.security.officials import refused

DAY, WHY = timedelta(days=1), Reason(Ground.DOUBT)


@pytest.fixture
def body(desk) -> Organisation:
    return ministry(desk[1:3])


def term(who: User, body: Organisation, desk: list[User], ends: timedelta, **fields) -> Mandate:
    now = timezone.now()
    span = {"valid_from": now + ends - 100 * DAY, "valid_until": now + ends}
    return Mandate.objects.grant(
        by=desk[1:3], person=give_factor(who), organisation=body, title="Minister", **span, **fields
    )


def silences(by: User, who: User, lasts: timedelta) -> bool:
    return bool(Suspension.propose(who, by, "Because.", lasts=lasts).begun_at)


def mutes(client, by: User, who: User, room, lasts: timedelta) -> bool:
    sign_in(client, by)
    form = {"person": who.handle, "minutes": str(int(lasts / timedelta(minutes=1)))}
    return client.post(reverse("mute", args=[room.slug]), form).status_code == 302


@pytest.mark.parametrize(("ends", "code"), [(31, "too_early"), (30, ""), (0, ""), (-29, ""), (-31, "too_late")])
def test_another_term_is_asked_for_from_thirty_days_before_its_end_to_thirty_days_after(
    client, ada, body, desk, ends, code
):
    old = term(ada, body, desk, ends * DAY)
    sign_in(client, ada)
    offered = reverse("mandate-renew", args=[old.pk]) in client.get(reverse("my-mandates")).content.decode()
    assert offered == (code == "")
    if code:
        refused(code, old.renew)
    else:
        assert old.renew().renews == old


@pytest.mark.parametrize("by_two", [False, True])
def test_a_suspended_minister_asks_for_no_other_term(ada, body, desk, by_two, clock):
    old = term(ada, body, desk, 2 * DAY)
    old.suspend(desk[1], WHY)
    if by_two:
        old.uphold(desk[2])
    refused("suspended", old.renew)
    clock.pass_by(days=4)
    if by_two:
        refused("suspended", old.renew)
    else:
        assert old.renew()


def test_nor_does_anybody_ask_again_within_thirty_days_of_a_refusal(ada, body, desk, clock):
    old, other = (term(ada, body, desk, days * DAY) for days in (20, 25))
    old.renew().refuse(desk[1], WHY)
    for each in (old, other):
        refused("refused", each.renew)
    clock.pass_by(days=31)
    assert old.renew()


def test_what_was_refused_for_another_body_or_to_another_person_keeps_nobody(ada, bo, body, desk):
    elsewhere = ministry(desk[1:3], slug="snow", name="Ministry of Snow")
    term(ada, elsewhere, desk, DAY).renew().refuse(desk[1], WHY)
    term(bo, body, desk, DAY).renew().refuse(desk[1], WHY)
    Mandate.ask(ada, body, "Deputy", timezone.now(), timezone.now() + DAY).refuse(desk[1], WHY)
    assert term(ada, body, desk, DAY).renew()


@pytest.mark.parametrize(("ends", "steward"), [(DAY, True), (-DAY, False)])
def test_a_steward_whose_term_is_over_asks_as_anybody_else(ada, body, desk, ends, steward):
    assert term(ada, body, desk, ends, steward=True).renew().steward == steward


def waits_for_the_second_key(who: User, body: Organisation, desk: list[User]) -> None:
    now = timezone.now()
    Mandate.ask(who, body, "Minister", now, now + 90 * DAY).accredit(desk[1])


def accepts_a_stewards_link(who: User, body: Organisation, desk: list[User]) -> None:
    steward, now = person("Stella Novak"), timezone.now()
    term(steward, body, desk, 50 * DAY, steward=True)
    (link,) = Invitation.invite(steward, body, 1, DAY, "Aide", now, now + 90 * DAY)
    Invitation.objects.of(link).get().accept(who)


def waits_for_another_term(who: User, body: Organisation, desk: list[User]) -> None:
    """Which was asked for in time, when the term before ended long ago."""
    old = term(who, body, desk, -DAY, steward=True)
    old.renew()
    Mandate.objects.filter(pk=old.pk).update(valid_until=timezone.now() - 31 * DAY)
    Mandate.objects.filter(renews=old).update(steward=True)


@pytest.mark.parametrize("waits", [waits_for_the_second_key, accepts_a_stewards_link, waits_for_another_term])
def test_who_waits_for_a_key_is_silenced_by_one_for_three_days_once_in_thirty(
    client, room, ada, bo, body, desk, grace, waits, clock
):
    waits(ada, body, desk)
    assert rank_over(ada) == Rank.PERSON and speaks_for_a_body(ada).exists()
    assert not silences(grace, ada, 4 * DAY) and not mutes(client, grace, ada, room, 4 * DAY)
    assert mutes(client, grace, ada, room, 3 * DAY)
    assert not silences(grace, ada, DAY) and not mutes(client, grace, ada, room, DAY)
    clock.pass_by(days=31)
    assert silences(grace, ada, 3 * DAY)


def test_a_minister_who_asks_for_the_next_term_is_as_safe_as_before(client, room, ada, body, desk, grace, clock):
    old = term(ada, body, desk, DAY)
    again = old.renew()
    for _either_side_of_its_end in range(2):
        assert rank_over(ada) == Rank.MODERATOR
        assert not silences(grace, ada, DAY) and not mutes(client, grace, ada, room, DAY)
        clock.pass_by(days=2)
    again.accredit(desk[1])
    again.confirm(desk[2])
    clock.pass_by(days=40)
    assert rank_over(ada) == Rank.MODERATOR


def test_a_minister_of_long_ago_is_a_citizen_and_stays_one(ada, body, desk, grace):
    old = term(ada, body, desk, -650 * DAY, steward=True)
    with pytest.raises(ValidationError):
        old.renew()
    assert silences(grace, ada, 366 * DAY)
