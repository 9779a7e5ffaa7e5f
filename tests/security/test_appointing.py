"""Powers are given and taken by two administrators; one gone bad, or an assistant, gives nobody anything."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Act, Appointment, User
from accounts.models.appointment import COLUMNS, Power, entrust
from tests.people import give_factor, person

ADMINISTRATOR = {"is_staff": True, "is_superuser": True}


@pytest.fixture
def two(db) -> list[User]:
    return [person(name, **ADMINISTRATOR) for name in ("Sam Okello", "Rosa Lindt")]


@pytest.mark.parametrize("power", Power)
def test_it_takes_two_to_give_a_power_and_two_to_take_it(two, bo, power):
    sam, rosa = two
    for gives in (True, False):
        proposed = Appointment.propose(bo, sam, "She knows how.", power=power, gives=gives)
        assert all(getattr(User.objects.get(pk=bo.pk), column) != gives for column in COLUMNS[power][:1])
        for wrong in (sam, bo):
            with pytest.raises(ValidationError):
                proposed.confirm(wrong)
        proposed.confirm(rosa)
        assert getattr(User.objects.get(pk=bo.pk), COLUMNS[power][0]) == gives
    told = Act.objects.filter(person=bo).exclude(verb__startswith="appointment").values_list("verb", "actor")
    assert list(told) == [(f"{power}.appointed", rosa.pk), (f"{power}.dismissed", rosa.pk)]


@pytest.mark.parametrize("by", ["citizen", "moderator", "officer", "unsecured", "suspended"])
def test_nobody_else_proposes_or_confirms(two, bo, ada, by):
    fields = {"moderator": {"is_staff": True}, "officer": {"is_officer": True}}.get(by, ADMINISTRATOR)
    who = give_factor(person("Mal Other", **({} if by == "citizen" else fields)))
    if by == "unsecured":
        who.authenticator_set.all().delete()
    if by == "suspended":
        User.objects.filter(pk=who.pk).update(suspended_until="2999-01-01T00:00Z")
    with pytest.raises(ValidationError):
        Appointment.propose(bo, who, "Trust me.", power=Power.OFFICER, gives=True)
    proposed = Appointment.propose(bo, two[0], "She knows how.", power=Power.OFFICER, gives=True)
    with pytest.raises(ValidationError):
        proposed.confirm(who)
    assert not User.objects.get(pk=bo.pk).is_officer


def test_by_the_pages(client, two, bo):
    sam, rosa = two
    page = reverse("appointments")
    client.force_login(sam)
    assert client.post(page, {"person": bo.handle, "power": "officer", "gives": "give"}).status_code == 200
    form = {
        "person": f"http://testserver/people/{bo.handle}/",
        "power": "officer",
        "gives": "give",
        "reason": "She knows.",
    }
    assert client.post(page, form).status_code == 302
    decide = reverse("appointment-decision", args=[Appointment.objects.get().pk])
    client.post(decide, {"action": "confirm"})
    assert not User.objects.get(pk=bo.pk).is_officer and "Withdraw" in client.get(page).content.decode()
    client.force_login(bo)
    assert client.get(page).status_code == client.post(decide, {"action": "confirm"}).status_code == 404
    client.force_login(rosa)
    client.post(decide, {"action": "confirm"})
    assert User.objects.get(pk=bo.pk).is_officer
    assert "reviewer" in client.get(page).content.decode()


def test_the_first_ones_are_made_on_the_server_and_written_down(db, bo, capsys):
    call_command("appoint", bo.email.upper(), "administrator")
    assert User.objects.get(pk=bo.pk).is_superuser and "no second factor yet" in capsys.readouterr().out
    assert not User.objects.get(pk=bo.pk).administrator
    call_command("appoint", bo.email, "moderator", "--take")
    stored = User.objects.get(pk=bo.pk)
    assert not (stored.is_staff or stored.is_superuser)
    assert list(Act.objects.values_list("verb", "actor")) == [
        ("administrator.appointed", None),
        ("moderator.dismissed", None),
    ]


def test_who_takes_or_gives_one_power_is_told_which_others_go_with_it(client, two, bo):
    sam, rosa = two
    client.force_login(rosa)
    entrust(bo, Power.LEAD, True, None)
    taking = Appointment.propose(bo, sam, "He is tired.", power=Power.MODERATOR, gives=False)
    card = client.get(reverse("appointments")).content.decode().partition("</section>")[0]
    assert "and with it: leading moderator" in card and "Confirm" in card
    taking.confirm(rosa)
    Appointment.propose(bo, sam, "He is back.", power=Power.LEAD, gives=True)
    assert "and with it: moderator" in client.get(reverse("appointments")).content.decode()


@pytest.mark.parametrize("gives", [True, False])
def test_an_old_proposal_takes_no_power_that_was_given_after_it_and_gives_none_that_was_taken(client, two, bo, gives):
    sam, rosa = two
    entrust(bo, Power.MODERATOR, True, None)
    power, since = (Power.LEAD, Power.MODERATOR) if gives else (Power.MODERATOR, Power.ADMINISTRATOR)
    old = Appointment.propose(bo, sam, "He is good at it, or not.", power=power, gives=gives)
    Appointment.propose(bo, sam, "Something came up.", power=since, gives=not gives).confirm(rosa)
    client.force_login(rosa)
    card = client.get(reverse("appointments")).content.decode().partition("</section>")[0]
    assert "have changed since this was proposed" in card and "Confirm" not in card
    with pytest.raises(ValidationError) as refused:
        old.confirm(rosa)
    assert refused.value.code == "decided" and User.objects.get(pk=bo.pk).is_superuser != gives
    Appointment.propose(bo, sam, "All the same.", power=power, gives=gives).confirm(rosa)
    assert User.objects.get(pk=bo.pk).is_staff == User.objects.get(pk=bo.pk).is_lead == gives


@pytest.mark.parametrize("by_the_way", [False, True])
@pytest.mark.parametrize("gives", [True, False])
@pytest.mark.parametrize("power", Power)
def test_an_old_proposal_undoes_nothing_that_two_others_decided_and_undid_since(two, bo, power, gives, by_the_way):
    """Also where it went with the powers of a moderator, of which alone the trail speaks."""
    sam, rosa = two
    tom, uma = (person(name, **ADMINISTRATOR) for name in ("Tom Baker", "Uma Sorensen"))
    if not gives:
        entrust(bo, power, True, None)
    old = Appointment.propose(bo, sam, "He is good at it, or not.", power=power, gives=gives)
    taken = Power.MODERATOR if by_the_way and power != Power.OFFICER else power
    for each, now in [(power if gives else taken, gives), (taken if gives else power, not gives)]:
        Appointment.propose(bo, tom, "We looked into it.", power=each, gives=now).confirm(uma)
    with pytest.raises(ValidationError, match="propose it again"):
        old.confirm(rosa)
    assert getattr(User.objects.get(pk=bo.pk), COLUMNS[power][0]) != gives
    Appointment.propose(bo, sam, "All the same.", power=power, gives=gives).confirm(rosa)
    assert getattr(User.objects.get(pk=bo.pk), COLUMNS[power][0]) == gives
