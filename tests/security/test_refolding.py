"""When the rules change by which names are alike, nobody has to remember the keys that were made by those before."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts import name_rules
from accounts.housekeeping import Unfinished, keep_house
from accounts.models import NameKey, Organisation, User
from accounts.name_rules import edition
from accounts.refolding import refold
from accounts.renaming import correct
from tests.accounts.desk import ask, ministry, officers

HERS = ("Ada Mensah", "Ada Mensah-Boateng")


@pytest.fixture
def minister(db, ada):
    """Ada Boateng until her mandate, Ada Mensah since, and corrected once."""
    ada.rename("Adwoa Sarpong")
    ada.rename(HERS[0])
    desk = officers()
    mandate = ask(ada, ministry(desk), "Minister")
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])
    correct(ada, HERS[1])
    return ada


def made_by_rules_before() -> None:
    """As if other letters had been alike until now: every key is another."""
    for each in NameKey.objects.all():
        NameKey.objects.filter(pk=each.pk).update(key=each.key ^ 1, edition="before")


def free(name: str) -> bool:
    try:
        return bool(User.free_name(name))
    except ValidationError:
        return False


def keys() -> set:
    return {*NameKey.objects.values_list("person", "organisation", "key", "edition")}


@pytest.mark.parametrize("way", ["prepare", "housekeeping"])
def test_keys_of_other_rules_are_made_anew_by_themselves(minister, way):
    then = keys()
    made_by_rules_before()
    assert all(free(name.replace(" ", "-")) for name in HERS)
    if way == "prepare":
        call_command("prepare", stdout=StringIO())
    else:
        assert dict(keep_house(timezone.now()))["keys of names"] == 2
    assert keys() == then
    assert not any(free(name.replace(" ", "-")) for name in HERS)
    # What she was called before she spoke for anybody goes to whoever likes.
    assert free("Adwoa Sarpong")


def test_nothing_is_made_anew_under_the_same_rules(minister, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert refold() == 0
    assert {*NameKey.objects.values_list("edition", flat=True)} == {edition()}


def test_who_is_alike_by_the_new_rules_is_told(minister, django_user_model):
    early = django_user_model.objects.create_user("early@example.org", name="Boateng Ada Mensah")
    other = django_user_model.objects.create_user("other@example.org", name="Bo Lindqvist")
    made_by_rules_before()
    refold()
    early.refresh_from_db()
    other.refresh_from_db()
    assert early.namesake_of == minister and other.namesake_of is None


@pytest.mark.parametrize("what", name_rules.OURS)
def test_every_change_of_rules_and_lists_is_another_edition(monkeypatch, what):
    before = edition()
    assert [*name_rules.HERE.glob(what)]
    monkeypatch.setattr(name_rules, "OURS", tuple(each for each in name_rules.OURS if each != what))
    edition.cache_clear()
    try:
        assert edition() != before
    finally:
        edition.cache_clear()


def test_one_that_fails_keeps_no_other_from_its_turn(minister, monkeypatch):
    made_by_rules_before()
    monkeypatch.setattr(Organisation, "keep_name", lambda body: 1 / 0)
    with pytest.raises(Unfinished):
        refold()
    assert not free("Ada-Mensah-Boateng")
    # Nor the release of a new version.
    call_command("prepare", stdout=StringIO())
