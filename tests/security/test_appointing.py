"""Powers are given and taken by two administrators; one gone bad, or an assistant, gives nobody anything."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Act, Appointment, User
from accounts.models.appointment import COLUMNS, Power
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
    assert not User.objects.get(pk=bo.pk).is_officer and "Take it back" in client.get(page).content.decode()
    client.force_login(bo)
    assert client.get(page).status_code == client.post(decide, {"action": "confirm"}).status_code == 404
    client.force_login(rosa)
    client.post(decide, {"action": "confirm"})
    assert User.objects.get(pk=bo.pk).is_officer
    assert "accreditation officer" in client.get(page).content.decode()


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
