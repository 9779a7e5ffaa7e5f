"""Who may speak for whom: two keys, never one's own, for a year at most; what ends, ends at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import rights
from accounts.grounds import Reason
from accounts.models import Act, Mandate, Organisation
from accounts.models.accredited import State
from dialogue.live.refusals import NotAllowed
from tests.accounts.clock import own_clock
from tests.accounts.desk import become_steward
from tests.people import give_factor, person, say

DAY = timedelta(days=1)
WHY = Reason("doubt", "Two people claim the office.")


@pytest.fixture
def officers(db):
    """Ivy and Omar accredit."""
    return [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]


@pytest.fixture
def ministry(officers):
    return Organisation.objects.establish(
        officers, slug="rain", name="Ministry of Rain", sector="government", country="KE"
    )


@pytest.fixture
def circle(officers):
    return Organisation.objects.establish(officers, slug="circle", name="Night Circle", sector="society", country="IN")


def ask(who, body, days=100, **fields):
    now = timezone.now()
    return Mandate.ask(who, body, "Speaker", fields.pop("begins", now), now + days * DAY, **fields)


def refused(code, verb, *about, **more):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        verb(*about, **more)
    assert refusal.value.code == code or code in [each.code for each in refusal.value.error_list]
    return refusal.value


def test_a_government_speaks_after_two_officers_have_agreed(ada, ministry, officers, room):
    give_factor(ada)
    mandate = ask(ada, ministry)
    assert mandate.state == State.PENDING
    with pytest.raises(NotAllowed):
        say(ada, room, "Too early.", mandate=mandate.pk)
    mandate.accredit(officers[0])
    assert mandate.state == State.PENDING
    mandate.confirm(officers[1])
    assert mandate.state == State.ACTIVE
    assert say(ada, room, "Good evening.", mandate=mandate.pk).organisation == "Ministry of Rain"


def test_civil_society_speaks_after_one(bo, circle, officers, room):
    mandate = ask(bo, circle)
    mandate.accredit(officers[0])
    assert mandate.active() and say(bo, room, "Good night.", mandate=mandate.pk).sector == "society"


def test_the_same_officer_cannot_turn_both_keys(ada, ministry, officers):
    mandate = ask(ada, ministry)
    mandate.accredit(officers[0])
    refused("four_eyes", mandate.confirm, officers[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(confirmed_by=officers[0], confirmed_at=timezone.now())


def test_an_officer_cannot_accredit_themselves(ministry, officers):
    mandate = ask(officers[0], ministry)
    refused("own_cause", mandate.accredit, officers[0])
    mandate.accredit(officers[1])
    refused("own_cause", mandate.confirm, officers[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(confirmed_by=officers[0], confirmed_at=timezone.now())


def test_whoever_asked_for_a_body_cannot_accredit_it(officers):
    body = Organisation.ask(officers[0], name="Wells for All", sector="society", country="PE")
    refused("own_cause", body.accredit, officers[0])
    body.accredit(officers[1])
    refused("own_cause", body.confirm, officers[0])
    assert body.state == State.PENDING


def test_a_citizen_a_moderator_and_an_officer_without_a_second_factor_decide_nothing(ada, mallory, grace, ministry):
    leo = person("Leo Marchetti", is_officer=True)
    mandate = ask(ada, ministry)
    for nobody in (mallory, grace, leo):
        refused("officer", mandate.accredit, nobody)
        refused("officer", mandate.refuse, nobody, WHY)
        refused("officer", ministry.revoke, nobody, WHY)
    assert Act.objects.exclude(verb="mandate.asked").count() == 0


def test_a_steward_accredits_for_their_own_body_only(ada, bo, mallory, circle, ministry, officers):
    stewards = ask(ada, circle)
    stewards.accredit(officers[0])
    refused("officer", ask(mallory, circle).accredit, ada)
    become_steward(stewards, officers[0])
    delegate = ask(bo, circle)
    delegate.accredit(ada)
    assert delegate.active()
    refused("officer", ask(bo, ministry).accredit, ada)
    refused("officer", circle.suspend, ada, WHY)
    delegate.revoke(ada, Reason("ended"))
    assert delegate.state == State.REVOKED


def test_for_a_parliament_a_stewards_key_is_the_first_and_an_officers_the_second(ada, bo, mandate, officers):
    assert officers[0].pk not in (mandate.accredited_by_id, mandate.confirmed_by_id)
    become_steward(mandate, *officers)
    delegate = ask(bo, mandate.organisation)
    delegate.accredit(ada)
    assert delegate.state == State.PENDING
    refused("officer", delegate.confirm, ada)
    delegate.confirm(give_factor(person("Uma Sorensen", is_officer=True)))
    assert delegate.active()


def test_a_mandate_lasts_twelve_months_at_most_and_ends_after_it_begins(ada, ministry):
    for days, words in ((367, "twelve months"), (-1, "later day")):
        with pytest.raises(ValidationError, match=words):
            ask(ada, ministry, days=days)
    ask(ada, ministry, days=366)


def test_nobody_asks_twice_or_without_a_name_or_for_a_body_that_is_gone(ada, ministry, officers):
    ask(ada, ministry)
    refused("asked", ask, ada, ministry)
    nameless = person("Nobody", country="GH")
    nameless.name = ""
    nameless.save(update_fields=["name"])
    refused("name_first", ask, nameless, ministry)
    ministry.suspend(officers[1], WHY)
    ministry.revoke(officers[0], WHY)
    refused("organisation", ask, officers[0], ministry)


def test_a_mandate_ends_by_itself_and_what_was_said_under_it_keeps_its_capacity(ada, mandate, room):
    said = say(ada, room, "As the assembly.", mandate=mandate.pk)
    with own_clock() as clock:
        clock.pass_by(days=365)
        assert mandate.state == State.EXPIRED and ada.sector == "citizen"
        with pytest.raises(NotAllowed) as refusal:
            say(ada, room, "Still as the assembly.", mandate=mandate.pk)
        assert refusal.value.code == "mandate"
        assert say(ada, room, "For myself.").sector == "citizen"
    said.refresh_from_db()
    assert (said.organisation, said.sector) == ("Assembly of the Isles", "parliament")


@pytest.mark.parametrize("end", ["suspend", "revoke"])
@pytest.mark.parametrize("what", ["mandate", "organisation"])
def test_what_was_ended_cannot_be_used_in_the_next_write(ada, mandate, room, officers, end, what):
    thing = mandate if what == "mandate" else mandate.organisation
    if end == "revoke":
        thing.suspend(officers[1], WHY)
    getattr(thing, end)(officers[0], WHY)
    with pytest.raises(NotAllowed):
        say(ada, room, "Still here.", mandate=mandate.pk)
    if end == "suspend":
        thing.reinstate(officers[1], Reason("cleared"))
        assert say(ada, room, "Again.", mandate=mandate.pk).official


def test_every_end_needs_a_reason(mandate, officers):
    for end in (mandate.suspend, mandate.organisation.suspend):
        refused("reason", end, officers[0], Reason())
    mandate.suspend(officers[1], Reason("doubt"))
    refused("reason", mandate.revoke, officers[0], Reason())
    for odd in (("nonsense", ""), ("other", "  "), ("doubt", "x" * 1001)):
        refused("reason", Reason, *odd)


def test_for_a_public_body_one_speaks_with_a_second_factor_only(bo, ministry, circle, officers, room):
    official = Mandate.objects.grant(
        officers, person=bo, organisation=ministry, title="Minister", valid_from=timezone.now() - DAY,
        valid_until=timezone.now() + DAY,
    )  # fmt: skip
    with pytest.raises(NotAllowed) as refusal:
        say(bo, room, "As the ministry.", mandate=official.pk)
    assert refusal.value.code == "second_factor"
    mandate = ask(bo, circle)
    mandate.accredit(officers[0])
    say(bo, room, "As the circle.", mandate=mandate.pk)
    give_factor(bo)
    say(bo, room, "As the ministry.", mandate=official.pk)


def test_a_mandate_for_other_themes_cannot_be_used_here(ada, mandate, room):
    mandate.themes = ["health"]
    mandate.save()
    with pytest.raises(NotAllowed):
        say(ada, room, "About rain.", mandate=mandate.pk)
    mandate.themes = ["health", "climate"]
    mandate.save()
    say(ada, room, "About rain.", mandate=mandate.pk)


def test_a_renewal_begins_when_the_old_one_ends_and_is_decided_anew(ada, mandate, officers, room):
    refused("too_early", mandate.renew)
    with own_clock() as clock:
        clock.pass_by(days=340)
        again = mandate.renew()
        assert again.valid_from == mandate.valid_until and again.state == State.PENDING and mandate.active()
        again.accredit(officers[0])
        again.confirm(officers[1])
        assert again.state == State.UPCOMING
        clock.pass_by(days=30)
        assert (mandate.state, again.state) == (State.EXPIRED, State.ACTIVE)
        say(ada, room, "For another year.", mandate=again.pk)


def test_a_holder_gives_a_mandate_back_and_nobody_else_does(ada, mallory, mandate):
    refused("holder", mandate.resign, mallory)
    mandate.resign(ada)
    assert mandate.state == State.REVOKED


def test_an_application_is_taken_up_by_one_officer_for_half_an_hour(ada, ministry, officers):
    mandate = ask(ada, ministry)
    mandate.claim(officers[0])
    refused("claimed", mandate.claim, officers[1])
    refused("claimed", mandate.accredit, officers[1])
    refused("claimed", mandate.refuse, officers[1], WHY)
    with own_clock() as clock:
        clock.pass_by(minutes=31)
        mandate.claim(officers[1])
    mandate.release(officers[0])
    assert mandate.claimed_by == officers[1]
    mandate.release(officers[1])
    assert not mandate.claimed


def test_who_decided_keeps_the_next_officer_waiting_no_longer(ada, ministry, officers):
    mandate = ask(ada, ministry)
    mandate.claim(officers[0])
    mandate.accredit(officers[0])
    mandate.confirm(officers[1])
    assert mandate.state == State.ACTIVE


def test_nobody_keeps_others_from_their_own_application(ministry, officers):
    mandate = ask(officers[0], ministry)
    refused("own_cause", mandate.claim, officers[0])
    mandate.accredit(officers[1])


def test_nobody_keeps_the_officers_busy_alone(bo, ada, officers):
    asked = [Organisation.ask(bo, name=f"Well No. {number}", sector="society", country="KE") for number in range(10)]
    refused("many", Organisation.ask, bo, name="One well more", sector="society", country="KE")
    assert Organisation.ask(ada, name="Wells of Ada", sector="society", country="KE")
    asked[0].refuse(officers[0], WHY)
    assert Organisation.ask(bo, name="One well more", sector="society", country="KE")
    bodies = [
        Organisation.objects.establish(name=f"Spring {n}", slug=f"spring-{n}", sector="society") for n in range(11)
    ]
    for body in bodies[:10]:
        ask(bo, body)
    with pytest.raises(ValidationError, match="Ten of your requests"):
        ask(bo, bodies[10])


def test_a_body_that_looks_like_one_we_have_is_marked_for_the_officer(bo, ministry):
    assert Organisation.ask(bo, name="Ministry for the Rain", sector="society", country="KE").alike == ministry
    assert Organisation.ask(bo, name="Ministry of Snow", sector="society", country="KE").alike is None


def test_whose_rights_change_is_told_in_the_same_transaction(ada, mandate, officers, monkeypatch):
    told = []
    monkeypatch.setattr(rights, "_listeners", [told.append])
    mandate.suspend(officers[0], WHY)
    mandate.organisation.suspend(officers[1], WHY)
    assert told == [{ada.pk}, {ada.pk}]
