"""Who stands behind a suspension: what two people imposed, together or each alone, no third person lifts alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Act, Suspension, User
from accounts.models.suspension import by_two_until, shorten
from dialogue.rooms.models import Participant
from tests.security.test_suspending import WEEK, people, president  # noqa: F401


def test_what_two_moderators_imposed_each_alone_no_one_above_them_lifts_alone(client, bo, grace):
    (noor,), leads = people("moderator", "Noor Aziz"), people("lead", "Lea Lead", "Ike Lead")
    page, said = reverse("person", args=[bo.handle]), "two have to end it"
    bo.findable = True
    bo.save(update_fields=["findable"])
    client.force_login(leads[0])
    assert Suspension.propose(bo, grace, "Spam.", lasts=WEEK).begun_at and said not in client.get(page).content.decode()
    assert Suspension.propose(bo, noor, "Threats.", lasts=WEEK).begun_at and said in client.get(page).content.decode()
    answer = client.post(reverse("suspension", args=[bo.handle]), {"days": "0", "text": "Mercy."}, follow=True)
    assert "Someone else has to confirm it" in answer.content.decode() and User.objects.get(pk=bo.pk).suspended()
    Suspension.objects.waiting().get().confirm(leads[1])
    assert not User.objects.get(pk=bo.pk).suspended()


@pytest.mark.django_db(transaction=True)
def test_noor_confirms_by_one_press_what_grace_imposed_alone(client, bo, grace, mailoutbox):
    (noor,) = people("moderator", "Noor Aziz")
    row = Suspension.propose(bo, grace, "Spam.", lasts=WEEK)
    page, decide = reverse("suspensions"), reverse("suspension-decision", args=[row.pk])
    client.force_login(grace)
    assert "uphold" not in client.get(page).content.decode()
    assert client.post(decide, {"action": "uphold"}).status_code == 403 and by_two_until(bo) is None
    client.force_login(noor)
    assert "it counts as decided by two people" in client.get(page).content.decode()
    assert client.post(decide, {"action": "uphold"}).status_code == 302
    html = client.get(page).content.decode()
    assert "confirmed by" in html and "uphold" not in html
    row.refresh_from_db()
    assert by_two_until(bo) == row.until and not shorten(bo) and [mail.to for mail in mailoutbox] == [[bo.email]] * 2
    act = Act.objects.get(verb="suspension.upheld")
    assert (act.person, act.actor, act.did) == (bo, noor, "confirmed the suspension")
    # From now on it is no longer grace's to take back.
    assert not Suspension.propose(bo, grace, "A mistake.", lasts=timedelta(0)).begun_at
    assert client.post(decide, {"action": "uphold"}).status_code == 403


@pytest.mark.parametrize("by", ["citizen", "officer", "minister", "lifted", "proposed", "themselves"])
def test_only_who_could_have_imposed_it_confirms_it_and_only_while_it_holds(ada, bo, mandate, grace, by):
    about = ada if by == "proposed" else bo
    row = Suspension.propose(about, grace, "Spam.", lasts=WEEK)
    if by == "lifted":
        Suspension.propose(bo, grace, "A mistake.", lasts=timedelta(0))
    second = {"minister": ada, "themselves": bo}.get(by)
    second = second or (
        people(by, "Other Hand")[0] if by in ("citizen", "officer") else people("moderator", "Noor Aziz")[0]
    )
    row.refresh_from_db()
    assert not row.open_to_uphold(second)
    with pytest.raises(ValidationError):
        row.uphold(second)
    row.refresh_from_db()
    assert row.confirmed_by is None and not Act.objects.filter(verb="suspension.upheld").exists()


@pytest.mark.parametrize("again", ["while it holds", "after it has ended", "a month later"])
def test_neither_of_the_two_behind_it_silences_them_again_alone(client, room, president, grace, again, clock):  # noqa: F811
    (noor, lena), day = people("moderator", "Noor Aziz", "Lena Park"), timedelta(days=1)
    Suspension.propose(president, grace, "Threats.", lasts=day).uphold(noor)
    clock.pass_by(days={"while it holds": 0, "after it has ended": 2, "a month later": 31}[again])
    for by in (grace, noor):
        client.force_login(by)
        muting = {"person": president.handle, "minutes": "10"}
        asked = Suspension.propose(president, by, "Threats.", lasts=day)
        answer = client.post(reverse("mute", args=[room.slug]), muting)
        assert bool(asked.begun_at) == (again == "a month later")
        assert again == "a month later" or "or confirmed someone else’s suspension" in answer.content.decode()
    if again != "a month later":
        assert not Participant.objects.filter(muted_until__isnull=False)
        # Together they still can; and who had no word yet, has one.
        asked.confirm(grace)
        assert Suspension.propose(president, lena, "Threats.", lasts=day).begun_at


@pytest.mark.parametrize("since", ["another was imposed", "one was confirmed"])
def test_an_old_proposal_to_lift_ends_nothing_that_came_after_it(client, bo, grace, since):
    noor, lena, zoe = people("moderator", "Noor Aziz", "Lena Park", "Zoe Laurent")
    Suspension.propose(bo, grace, "Spam.", lasts=WEEK)
    imposed = Suspension.propose(bo, noor, "Rude.", lasts=WEEK)
    old = Suspension.propose(bo, grace, "Mercy.", lasts=timedelta(0))
    page, decide = reverse("suspensions"), reverse("suspension-decision", args=[old.pk])
    client.force_login(lena)
    waits = client.get(page).content.decode().partition("What ends with it:")[2].partition("</section>")[0]
    assert "Spam." in waits and "Rude." in waits and "Confirm" in waits
    if since == "another was imposed":
        Suspension.propose(bo, zoe, "Threats.", lasts=WEEK)
    else:
        imposed.uphold(zoe)
    waits = client.get(page).content.decode().partition("What ends with it:")[2].partition("</section>")[0]
    assert "was suspended again, or" in waits and "Confirm" not in waits
    answer = client.post(decide, {"action": "confirm"})
    assert answer.status_code == 403 and "propose again" in answer.content.decode()
    running = Suspension.objects.running().filter(person=bo)
    assert running.count() == (3 if since == "another was imposed" else 2) and User.objects.get(pk=bo.pk).suspended()
    Suspension.propose(bo, grace, "Mercy for all of it.", lasts=timedelta(0)).confirm(lena)
    assert not running.exists() and not User.objects.get(pk=bo.pk).suspended()


@pytest.mark.parametrize("since", ["a minute", "twice a minute", "longer", "two of them", "confirmed"])
def test_one_moderator_alone_keeps_nobody_from_lifting(client, bo, grace, since):
    """Unless it holds longer than what was to be lifted, or two people have said so."""
    noor, lena, zoe = people("moderator", "Noor Aziz", "Lena Park", "Zoe Laurent")
    minute, none = timedelta(minutes=1), timedelta(0)
    Suspension.propose(bo, grace, "Spam.", lasts=WEEK).uphold(noor)
    old = Suspension.propose(bo, lena, "Mercy.", lasts=none)
    last = Suspension.propose(bo, grace, "No mercy.", lasts=WEEK if since == "longer" else minute)
    if since in ("twice a minute", "two of them"):
        Suspension.propose(bo, noor if since == "two of them" else grace, "None at all.", lasts=minute)
    if since == "confirmed":
        last.uphold(noor)
    client.force_login(zoe)
    waits = (
        client.get(reverse("suspensions"))
        .content.decode()
        .partition("What ends with it:")[2]
        .partition("</section>")[0]
    )
    lifted = since in ("a minute", "twice a minute")
    assert "No mercy." in waits and ("Confirm" in waits) == lifted
    answer = client.post(reverse("suspension-decision", args=[old.pk]), {"action": "confirm"})
    assert answer.status_code == (302 if lifted else 403)
    assert User.objects.get(pk=bo.pk).suspended() != lifted


def test_what_one_imposed_after_two_others_had_lifted_the_rest_is_not_lifted_by_an_old_proposal(bo, grace):
    noor, lena, zoe = people("moderator", "Noor Aziz", "Lena Park", "Zoe Laurent")
    Suspension.propose(bo, grace, "Spam.", lasts=WEEK).uphold(noor)
    old = Suspension.propose(bo, lena, "Mercy.", lasts=timedelta(0))
    Suspension.propose(bo, grace, "Mercy.", lasts=timedelta(0)).confirm(noor)
    Suspension.propose(bo, grace, "Spam again.", lasts=timedelta(minutes=1))
    with pytest.raises(ValidationError, match="propose again"):
        old.confirm(zoe)
    assert User.objects.get(pk=bo.pk).suspended()
