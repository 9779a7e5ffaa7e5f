"""Nobody who holds an office is silenced by one person; nobody lifts what they could not have imposed."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.grounds import WORDS_LIMIT
from accounts.models import Act, Mandate, Organisation, Suspension, User
from accounts.models.proposal import WAITS
from accounts.models.suspension import rank_over
from dialogue.live.refusals import NotAllowed
from dialogue.rooms.models import Participant
from tests.people import give_factor, person, say

WEEK, NONE = timedelta(days=7), timedelta(0)
GIVEN = {
    "citizen": {}, "moderator": {"is_staff": True}, "lead": {"is_staff": True, "is_lead": True},
    "officer": {"is_officer": True}, "administrator": {"is_staff": True, "is_superuser": True},
}  # fmt: skip
# How far each reaches, and what it takes to suspend them: None is one moderator.
REACH = {"citizen": 0, "officer": 0, "moderator": 1, "lead": 2, "administrator": 3}
TAKES = {"citizen": None, "minister": 1, "moderator": 1, "lead": 2, "officer": 2, "administrator": 3}


def people(role: str, *names: str) -> list[User]:
    return [give_factor(person(name, **GIVEN[role])) for name in names]


@pytest.fixture
def concerned(db, ada, mandate) -> dict[str, User]:
    """One of each whom a suspension may be about; the minister is ada, who holds a mandate of a parliament."""
    return {"minister": ada} | {role: people(role, f"{role.title()} Concerned")[0] for role in GIVEN}


@pytest.mark.parametrize("role", TAKES)
@pytest.mark.parametrize("by", REACH)
def test_what_one_person_can_do_alone_and_what_takes_two(concerned, by, role):
    first, second = people(by, "First Hand", "Second Hand")
    about, takes = concerned[role], TAKES[role]
    alone, able = takes is None and REACH[by] >= 1, REACH[by] >= max(1, takes or 0)
    if not able:
        with pytest.raises(ValidationError):
            Suspension.propose(about, first, "Spam.", lasts=WEEK)
        assert not Suspension.objects.exists()
        return
    proposed = Suspension.propose(about, first, "Spam.", lasts=WEEK)
    assert bool(proposed.begun_at) == alone == User.objects.get(pk=about.pk).suspended()
    if not alone:
        with pytest.raises(ValidationError):
            proposed.confirm(first)
        with pytest.raises(ValidationError):
            proposed.confirm(about)
        proposed.confirm(second)
        assert User.objects.get(pk=about.pk).suspended()


@pytest.mark.parametrize(("imposed", "lifts"), list(product(("moderator", "lead", "administrator"), repeat=2)))
def test_nobody_lifts_alone_what_somebody_beside_or_above_them_imposed(ada, imposed, lifts):
    (by,), (other, third) = people(imposed, "First Hand"), people(lifts, "Other Hand", "Third Hand")
    Suspension.propose(ada, by, "Spam.", lasts=WEEK)
    if REACH[lifts] < REACH[imposed]:
        with pytest.raises(ValidationError):
            Suspension.propose(ada, other, "Mercy.", lasts=NONE)
    else:
        lifting = Suspension.propose(ada, other, "Mercy.", lasts=NONE)
        assert bool(lifting.begun_at) == (REACH[lifts] > REACH[imposed])
        if not lifting.begun_at:
            lifting.confirm(third)
    assert User.objects.get(pk=ada.pk).suspended() == (REACH[lifts] < REACH[imposed])


def test_who_imposed_it_takes_it_back_but_not_what_two_have_imposed(ada, bo, mandate, grace):
    own = Suspension.propose(bo, grace, "Spam.", lasts=WEEK)
    assert Suspension.propose(bo, grace, "A mistake of mine.", lasts=NONE).begun_at and not own.lifts
    (other,) = people("moderator", "Other Hand")
    Suspension.propose(ada, grace, "Stolen account.", lasts=WEEK).confirm(other)
    assert not Suspension.propose(ada, grace, "A mistake.", lasts=NONE).begun_at
    assert User.objects.get(pk=ada.pk).suspended()


def test_a_shorter_or_a_longer_one_on_top_is_no_way_round(ada, grace):
    (lead,) = people("lead", "Lea Lead")
    Suspension.propose(ada, lead, "Threats.", lasts=WEEK)
    until = User.objects.get(pk=ada.pk).suspended_until
    Suspension.propose(ada, grace, "Spam.", lasts=timedelta(hours=1))
    assert User.objects.get(pk=ada.pk).suspended_until == until
    Suspension.propose(ada, grace, "Spam.", lasts=timedelta(days=30))
    with pytest.raises(ValidationError):
        Suspension.propose(ada, grace, "A mistake.", lasts=NONE)


def test_a_proposal_is_worth_what_its_maker_may_still_do_and_only_for_three_days(ada, mandate, grace):
    other, third = people("moderator", "Other Hand", "Third Hand")
    one, two = (Suspension.propose(ada, grace, "Spam.", lasts=WEEK) for _ in range(2))
    User.objects.filter(pk=grace.pk).update(is_staff=False)
    with pytest.raises(ValidationError):
        one.confirm(other)
    Suspension.objects.filter(pk=two.pk).update(proposed_at=timezone.now() - WAITS, proposed_by=third)
    with pytest.raises(ValidationError):
        two.confirm(other)
    assert not User.objects.get(pk=ada.pk).suspended()


def test_one_who_does_not_agree_stops_nothing_and_whoever_proposed_it_takes_it_back(client, ada, mandate, grace):
    noor, lena = people("moderator", "Noor Aziz", "Lena Park")
    row = Suspension.propose(ada, grace, "Spam.", lasts=WEEK)
    row.decline(noor)
    assert [*Suspension.objects.waiting()] == [row]
    client.force_login(lena)
    page = client.get(reverse("suspensions")).content.decode()
    assert "does not agree:" in page and "Noor Aziz" in page
    row.confirm(lena)
    assert User.objects.get(pk=ada.pk).suspended()
    other = Suspension.propose(ada, grace, "Spam again.", lasts=2 * WEEK)
    other.decline(grace)
    assert not Suspension.objects.waiting().exists()
    with pytest.raises(ValidationError):
        other.confirm(lena)


@pytest.fixture
def president(db) -> User:
    """Of an association, which is no public body."""
    officers = people("officer", "Ivy Castellano", "Omar Haddad")
    body = Organisation.objects.establish(officers, slug="wells", name="Wells for All", sector="society", country="KE")
    now, who = timezone.now(), person("Petra Nwosu")
    term = {"valid_from": now - timedelta(days=9), "valid_until": now + 9 * WEEK}
    Mandate.objects.grant(by=officers, person=who, organisation=body, title="President", **term)
    return who


@pytest.mark.parametrize("by", ["moderator", "lead", "administrator"])
@pytest.mark.parametrize("stands", ["active", "suspended", "renewed"])
def test_nobody_suspends_alone_for_more_than_three_days_who_speaks_for_an_association(president, by, stands):
    if stands == "suspended":
        president.mandates.update(suspended_at=timezone.now())
    if stands == "renewed":
        president.mandates.update(valid_from=timezone.now() + timedelta(hours=1))
    first, second = people(by, "First Hand", "Second Hand")
    for lasts in (timedelta(days=366), timedelta(hours=73)):
        assert not Suspension.propose(president, first, "Because.", lasts=lasts).begun_at
    assert not User.objects.get(pk=president.pk).suspended()
    assert Suspension.propose(president, first, "Threats.", lasts=timedelta(hours=72)).begun_at
    assert User.objects.get(pk=president.pk).suspended_until <= timezone.now() + timedelta(hours=72)
    Suspension.objects.waiting().first().confirm(second)
    assert User.objects.get(pk=president.pk).suspended_until > timezone.now() + timedelta(days=365)


def test_and_nobody_does_so_again_and_again(president, clock):
    first, second = people("moderator", "First Hand", "Second Hand")
    assert Suspension.propose(president, first, "Threats.", lasts=timedelta(days=1)).begun_at
    # Taken back meanwhile, it was the one all the same.
    assert Suspension.propose(president, first, "A mistake.", lasts=NONE).begun_at
    again = Suspension.propose(president, first, "Threats.", lasts=timedelta(days=1))
    assert not again.begun_at
    again.confirm(second)
    assert User.objects.get(pk=president.pk).suspended()
    assert Suspension.propose(president, second, "Threats.", lasts=timedelta(days=1)).begun_at
    clock.pass_by(days=31)
    assert Suspension.propose(president, first, "Threats.", lasts=timedelta(days=1)).begun_at


def year(who: User, by: User) -> bool:
    """Whether `by` alone suspends them for a year."""
    return bool(Suspension.propose(who, by, "Because.", lasts=timedelta(days=366)).begun_at)


@pytest.mark.parametrize("office", ["president", "minister"])
def test_whose_term_has_ended_is_a_citizen_again_a_month_later(president, ada, mandate, grace, clock, office):
    who = president if office == "president" else ada
    who.mandates.update(valid_until=timezone.now())
    assert not year(who, grace) and rank_over(who) == (0 if office == "president" else 1)
    clock.pass_by(days=29)
    assert not year(who, grace)
    clock.pass_by(days=2)
    assert year(who, grace)


@pytest.mark.parametrize("ended", ["revoked", "given back", "refused", "with its body"])
def test_and_at_once_where_it_was_taken_or_given_back(president, grace, ended):
    now, by = timezone.now(), president if ended == "given back" else grace
    if ended == "with its body":
        Organisation.objects.update(revoked_at=now, revoked_by=by)
    else:
        verb = "refused" if ended == "refused" else "revoked"
        president.mandates.update(**{f"{verb}_at": now, f"{verb}_by": by})
    assert year(president, grace)


def test_the_page_says_so_before_somebody_presses(client, president, bo, grace):
    bo.findable = True
    bo.save(update_fields=["findable"])
    client.force_login(grace)
    page = client.get(reverse("person", args=[president.handle])).content.decode()
    assert "for 3 days at most, once in 30 days" in page and 'value="3"' in page
    assert "3 days" not in client.get(reverse("person", args=[bo.handle])).content.decode()
    suspend = reverse("suspension", args=[president.handle])
    answer = client.post(suspend, {"days": "366", "text": "Because."}, follow=True)
    assert "has to confirm it within three days" in answer.content.decode()
    assert not User.objects.get(pk=president.pk).suspended()


def test_the_page_of_a_citizen_who_is_suspended_says_what_a_second_suspension_does(client, bo, grace):
    client.force_login(person("Noor Aziz", is_staff=True))
    page, said = reverse("person", args=[bo.handle]), "If you suspend them too, it counts as decided by two people"
    assert said not in client.get(page).content.decode()
    Suspension.propose(bo, grace, "Spam.", lasts=WEEK)
    assert said in client.get(page).content.decode()


def test_the_database_knows_that_two_are_two(ada, mandate, grace):
    row = Suspension.propose(ada, grace, "Spam.", lasts=WEEK)
    for wrong in ({"confirmed_by": grace}, {"confirmed_by": ada}, {"proposed_by": ada}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspension.objects.filter(pk=row.pk).update(**wrong)


def test_one_moderator_does_not_mute_a_minister_either(client, room, ada, bo, mandate, grace):
    client.force_login(grace)
    assert rank_over(ada) and not rank_over(bo)
    for who, status in ((ada, 403), (bo, 302)):
        answer = client.post(reverse("mute", args=[room.slug]), {"person": who.handle, "minutes": "10"})
        assert answer.status_code == status
    muted = Participant.objects.filter(muted_until__isnull=False)
    assert [each.person for each in muted] == [bo] and "second person" in str(
        client.post(reverse("mute", args=[room.slug]), {"person": ada.handle, "minutes": "10"}).content
    )


def test_nor_mutes_who_speaks_for_an_association_for_longer_than_that(client, room, president, bo, grace):
    client.force_login(grace)
    for who, minutes, status in ((president, 4321, 403), (president, 4320, 302), (bo, 43200, 302)):
        answer = client.post(reverse("mute", args=[room.slug]), {"person": who.handle, "minutes": str(minutes)})
        assert answer.status_code == status
    assert Participant.objects.get(person=president).muted_until <= timezone.now() + timedelta(hours=72)


def test_by_the_pages_it_takes_two_and_the_person_reads_why(client, mailoutbox, ada, mandate, grace):
    (other,) = people("moderator", "Other Hand")
    client.force_login(grace)
    suspend = reverse("suspension", args=[ada.handle])
    assert client.post(suspend, {"days": "7"}).status_code == 403
    assert client.post(suspend, {"days": "7", "text": "The account is not hers today."}).status_code == 302
    assert not User.objects.get(pk=ada.pk).suspended()
    page = reverse("suspensions")
    html = client.get(page).content.decode()
    assert "not hers today" in html and "Withdraw" in html and "Confirm" not in html
    decide = reverse("suspension-decision", args=[Suspension.objects.get().pk])
    assert client.post(decide, {"action": "confirm"}).status_code == 403
    client.force_login(other)
    assert "Confirm" in client.get(page).content.decode()
    client.post(decide, {"action": "confirm"})
    assert User.objects.get(pk=ada.pk).suspended()
    client.force_login(ada)
    assert "not hers today" in client.get(reverse("profile")).content.decode()
    assert client.get(page).status_code == 404
    verbs = ["suspension.proposed", "suspension.confirmed"]
    assert list(Act.objects.filter(person=ada, verb__startswith="suspension").values_list("verb", flat=True)) == verbs


@pytest.mark.django_db(transaction=True)
def test_who_is_suspended_is_told_by_mail_and_why(mailoutbox, bo, grace):
    Suspension.propose(bo, grace, "Spam, again.", lasts=WEEK)
    Suspension.propose(bo, grace, "My mistake.", lasts=NONE)
    assert ["Spam, again." in mail.body for mail in mailoutbox] == [True, False]
    assert all(mail.to == [bo.email] for mail in mailoutbox) and "My mistake." in mailoutbox[1].body


def test_whoever_is_suspended_reads_until_when_as_the_forum_writes_it(ada, room):
    ada.suspend(datetime(2036, 12, 3, 0, 45, tzinfo=UTC))
    with pytest.raises(NotAllowed) as refused:
        say(ada, room, "Hello.")
    assert "until 3 Dec 2036, 00:45 UTC. You" in str(refused.value.message)


def test_nobody_confirms_what_is_so_already(ada, mandate, grace):
    (other,) = people("moderator", "Other Hand")
    Suspension.propose(ada, grace, "Stolen account.", lasts=WEEK).confirm(other)
    one, two = (Suspension.propose(ada, grace, "It is hers again.", lasts=NONE) for _ in range(2))
    one.confirm(other)
    with pytest.raises(ValidationError) as refused:
        two.confirm(other)
    assert refused.value.code == "decided"


def test_a_reason_is_given_and_is_short_enough_to_be_read(ada, grace):
    for reason in ("  ", "x" * (WORDS_LIMIT + 1)):
        with pytest.raises(ValidationError) as refused:
            Suspension.propose(ada, grace, reason, lasts=WEEK)
        assert refused.value.code == "reason" and not Suspension.objects.exists()
    assert Suspension.propose(ada, grace, "x" * WORDS_LIMIT, lasts=WEEK).begun_at
