"""A public name may change, but not be passed around: three times within thirty days, and moderators see what it was."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import NameChange
from tests.people import person

NAMES = ("Ada M. Mensah", "Ada Akua Mensah", "Ada Mensah-Boateng")


def change(client, name: str):
    return client.post(reverse("profile"), {"name": name, "country": "GH"})


@pytest.fixture
def well_travelled(client, ada):
    """Ada, who has just changed her name three times."""
    client.force_login(ada)
    for name in NAMES:
        assert change(client, name).status_code == 302
    ada.refresh_from_db()
    return ada


def test_a_fourth_name_within_thirty_days_is_refused_and_the_page_says_from_when(client, well_travelled):
    answer = change(client, "Ada Fourth")
    [refusal] = answer.context["form"].errors["name"]
    again = timezone.now() + timedelta(days=30)
    assert f"{again.day} {again:%B %Y}" in refusal and "write to us" in refusal
    well_travelled.refresh_from_db()
    assert well_travelled.name == NAMES[-1]


def test_whatever_else_is_on_the_page_still_changes(client, well_travelled):
    assert client.post(reverse("profile"), {"name": NAMES[-1], "country": "TG"}).status_code == 302
    well_travelled.refresh_from_db()
    assert well_travelled.country == "TG"


def test_thirty_days_after_the_first_change_the_next_is_welcome(client, well_travelled):
    first = NameChange.objects.order_by("pk").first()
    NameChange.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(days=30, minutes=1))
    assert change(client, "Ada Fourth").status_code == 302


def test_a_page_opened_before_the_third_change_makes_no_fourth(well_travelled):
    """The form was checked before; the rule holds where the name is written."""
    with pytest.raises(ValidationError):
        well_travelled.rename("Ada Fourth")
    assert NameChange.objects.count() == 3


def test_the_first_name_of_an_account_is_no_change(client, db):
    nobody = person("Nameless One")
    nobody.name = ""
    nobody.save(update_fields=["name"])
    client.force_login(nobody)
    change(client, "Nadia Benali")
    assert not NameChange.objects.exists()


def test_moderators_see_the_names_before_and_nobody_else_does(client, well_travelled, grace, bo):
    page = reverse("person", args=[well_travelled.handle])
    for reader in (well_travelled, bo, None):
        other = Client()
        if reader:
            other.force_login(reader)
        assert "Akua" not in other.get(page).content.decode()
    client.force_login(grace)
    html = client.get(page).content.decode()
    assert "<bdi>Ada Akua Mensah</bdi>" in html and "<bdi>Ada Mensah</bdi>" in html


def test_a_name_changed_in_the_administration_is_kept_too(client, ada, db):
    client.force_login(person("Root Admin", is_staff=True, is_superuser=True))
    page = reverse("admin:accounts_user_change", args=[ada.pk])
    assert client.post(page, {"name": "Ada Corrected"}).status_code == 302
    assert [each.name for each in ada.earlier_names.all()] == ["Ada Mensah"]
