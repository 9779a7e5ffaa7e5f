"""The name beside official words is not the holder's to change, nor a thief's: it stays, whatever became of the mandate."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.grounds import Ground, Reason
from accounts.models import Act, Mandate, NameChange, NameKey, Organisation, User
from accounts.models.user import new_handle
from accounts.renaming import correct
from tests.accounts.desk import ask, ministry, officers
from tests.people import person

FALSE = "Traitors Everywhere"
ONCE = {
    "in force": {},
    "expired": {"valid_from": timezone.now() - timedelta(days=9), "valid_until": timezone.now() - timedelta(days=3)},
    "revoked": {"revoked_at": timezone.now()},
    "suspended": {"suspended_at": timezone.now()},
    "waiting for a second key that its sector needs by now": {"two_keys": True, "confirmed_at": None},
}


@pytest.fixture
def minister(db, ada):
    """Ada, whose mandate two officers have granted."""
    desk = officers()
    mandate = ask(ada, ministry(desk), "Minister")
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])
    return ada


def name_of(who: User) -> str:
    return User.objects.get(pk=who.pk).name


@pytest.mark.parametrize("became", ONCE)
def test_ada_keeps_the_name_beside_words_of_a_body_whatever_became_of_her_mandate(minister, became, settings):
    settings.CONTACT_EMAIL = "help@forum.example"
    Mandate.objects.filter(person=minister).update(**ONCE[became])
    with pytest.raises(ValidationError, match=r"shown on posts for an organisation.*help@forum\.example"):
        minister.rename(FALSE)
    assert name_of(minister) == "Ada Mensah" and not NameChange.objects.exists()


@pytest.fixture
def tilda(db):
    """She asks to speak for a ministry; one of two officers has turned the first key."""
    desk = officers()
    tilda = person("Tilda Tester")
    ask(tilda, ministry(desk), "Member").accredit(desk[0])
    return tilda


def test_nobody_is_renamed_between_the_keys(client, tilda):
    mandate = tilda.mandates.get()
    client.force_login(tilda)
    answer = client.post(reverse("profile"), {"name": FALSE, "country": "TG"})
    assert "Withdraw the request" in str(answer.context["form"].errors["name"])
    for by_staff in (False, True):
        with pytest.raises(ValidationError, match="Withdraw the request"):
            tilda.rename(FALSE, by_staff=by_staff)
    client.force_login(person("Root Person", is_staff=True, is_superuser=True))
    page = reverse("admin:accounts_user_change", args=[tilda.pk])
    client.post(page, {"name": FALSE})
    assert 'name="name"' not in client.get(page).content.decode()
    with pytest.raises(CommandError, match="Withdraw the request"):
        call_command("rename", tilda.handle, FALSE)
    assert name_of(tilda) == "Tilda Tester" and not NameChange.objects.exists()
    mandate.confirm(User.objects.get(name="Omar Haddad"))
    assert mandate.active() and name_of(tilda) == "Tilda Tester"


def test_nor_by_the_server_while_the_next_term_of_an_official_is_asked_for(minister):
    Mandate.objects.filter(person=minister).update(valid_until=timezone.now() + timedelta(days=9))
    minister.mandates.get().renew()
    with pytest.raises(CommandError, match="Withdraw the request"):
        call_command("rename", minister.handle, "Ada Mensah-Boateng")
    assert name_of(minister) == "Ada Mensah"


def test_nor_whoever_waits_for_a_body_to_be_registered(db, ada):
    desk = officers()
    body = Organisation.ask(ada, name="Friends of Wells", sector="society", country="KE")
    body.accredit(desk[0])
    for by_staff in (False, True):
        with pytest.raises(ValidationError, match="Wait for the decision"):
            ada.rename(FALSE, by_staff=by_staff)
    body.refuse(desk[1], Reason(Ground.OTHER, "We found no such body."))
    ada.rename("Ada Boateng")
    assert name_of(ada) == "Ada Boateng"


@pytest.mark.parametrize("ends", ["resigned", "refused"])
def test_whoever_takes_a_request_back_or_was_refused_may_change_the_name(tilda, ends):
    mandate = tilda.mandates.get()
    if ends == "resigned":
        mandate.resign(tilda)
    else:
        mandate.refuse(User.objects.get(name="Omar Haddad"), Reason(Ground.OTHER, "We could not reach the ministry."))
    tilda.rename("Tilda Test")
    assert name_of(tilda) == "Tilda Test"


def test_the_desk_shows_what_whoever_asks_was_called_since(client, tilda):
    asked = tilda.mandates.get().asked_at
    NameChange.objects.create(person=tilda, name="Long Before", at=asked - timedelta(days=1))
    # As renamed by a version that allowed it.
    NameChange.objects.create(person=tilda, name="Somebody Else", at=asked + timedelta(seconds=1))
    client.force_login(User.objects.get(name="Omar Haddad"))
    page = client.get(reverse("desk-application", args=["mandate", tilda.mandates.get().pk])).content.decode()
    assert "Somebody Else" in page and "Long Before" not in page


def test_the_page_shows_the_ministers_name_as_text_and_takes_no_other(client, minister):
    client.force_login(minister)
    page = client.get(reverse("profile")).content.decode()
    assert (
        "<bdi>Ada Mensah</bdi>" in page and "shown on posts for an organisation" in page and 'name="name"' not in page
    )
    answer = client.post(reverse("profile"), {"name": FALSE, "country": "TG"})
    assert answer.status_code == 200 and "shown on posts for an organisation" in str(answer.context["form"].errors)
    assert name_of(minister) == "Ada Mensah"
    assert client.post(reverse("profile"), {"country": "TG"}).status_code == 302
    now = User.objects.get(pk=minister.pk)
    assert (now.name, now.country) == ("Ada Mensah", "TG")


def test_whoever_is_suspended_goes_by_no_other_name_meanwhile(client, mallory, grace):
    mallory.suspend(timezone.now() + timedelta(days=1))
    client.force_login(mallory)
    answer = client.post(reverse("profile"), {"name": FALSE})
    assert "suspended" in str(answer.context["form"].errors["name"]) and name_of(mallory) == "Mallory Voss"
    assert client.post(reverse("profile"), {"name": "Mallory Voss", "country": "TG"}).status_code == 302
    mallory.rename("Corrected By Staff", by_staff=True)
    assert name_of(mallory) == "Corrected By Staff"


def test_a_first_name_can_always_be_chosen(minister):
    User.objects.filter(pk=minister.pk).update(name="", skeleton=None, name_words="")
    minister.rename("Ada Mensah")
    assert name_of(minister) == "Ada Mensah"


def test_staff_change_no_name_of_whoever_once_spoke_for_a_movement(client, ada):
    desk = officers()
    mandate = ask(ada, ministry(desk, slug="wells", name="Friends of Wells", sector="society"), "Member")
    mandate.accredit(desk[0])
    mandate.confirm(desk[1]) if mandate.two_keys else None
    Mandate.objects.filter(pk=mandate.pk).update(revoked_at=timezone.now())
    client.force_login(person("Root Person", is_staff=True, is_superuser=True))
    page = reverse("admin:accounts_user_change", args=[ada.pk])
    assert 'name="name"' not in client.get(page).content.decode()
    client.post(page, {"name": FALSE})
    with pytest.raises(ValidationError):
        ada.rename(FALSE, by_staff=True)
    assert name_of(ada) == "Ada Mensah"


def test_whoever_runs_the_server_corrects_a_slip_and_it_stands_in_the_trail(minister, capsys):
    keys = {*NameKey.objects.filter(person=minister).values_list("key", flat=True)}
    call_command("rename", minister.handle, "Ada Mensah-Boateng")
    assert name_of(minister) == "Ada Mensah-Boateng" and "Ada Mensah-Boateng" in capsys.readouterr().out
    act = Act.objects.get(verb="person.renamed")
    assert act.person == minister and act.actor is None and "Ada" not in str(act.data) and not [*Act.faults()]
    assert act.did == "corrected someone’s name"
    assert keys < {*NameKey.objects.filter(person=minister).values_list("key", flat=True)}
    with pytest.raises(ValidationError) as refusal:
        User.free_name("Ada-Mensah")
    assert refusal.value.code == "holder"


def test_no_handle_is_taken_for_an_option_of_a_command(monkeypatch):
    drawn = iter(["-bcdefghijk", "--cdefghijk", "abcdefghij-"])
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: next(drawn))
    assert new_handle() == "abcdefghij-"


def test_the_server_too_asks_the_rules_of_names(minister, bo):
    for handle, name in ((minister.handle, "Bo Lindqvist"), (minister.handle, "Ministry of Rain"), ("nobody", "Nadia")):
        with pytest.raises(CommandError):
            call_command("rename", handle, name)
    correct(minister, "Ada Mensah")
    assert name_of(minister) == "Ada Mensah" and not Act.objects.filter(verb="person.renamed").exists()


@pytest.mark.parametrize("first", ["Mensah Ada", "Adamensah", "Áda Mensah", "Ada-Mensah", "Аda Mensah "])
def test_the_desk_is_told_who_came_first_with_a_name_like_the_ministers(client, ada, first):
    desk = officers()
    # As somebody is called who came before names were compared, or before anybody of this name spoke for a body.
    early = User.objects.create_user(
        "early@example.org", name=first.strip() if first != "Аda Mensah " else "Mensah Аda"
    )
    mandate = ask(ada, ministry(desk), "Minister")
    client.force_login(desk[0])
    page = client.get(reverse("desk-application", args=["mandate", mandate.pk])).content.decode()
    assert "people with a similar name" in page and early.handle in page


def test_the_desk_is_told_of_nobody_whose_name_is_another(client, ada, bo, mallory):
    desk = officers()
    mandate = ask(ada, ministry(desk), "Minister")
    client.force_login(desk[0])
    page = client.get(reverse("desk-application", args=["mandate", mandate.pk])).content.decode()
    assert "people with a similar name" not in page
