"""Powers end with the state of who has them: grace moderates, ivy accredits, root administers, ada speaks for her assembly."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Mandate, Organisation, User
from accounts.models.powers import may_act_q
from accounts.models.stewards import stewards
from dialogue.rooms.models import Room
from dialogue.rooms.standing import Standing
from tests.people import give_factor, person

HERE = Path(__file__).parents[2]
# The columns that say what somebody was given, and the files that may look at them: who stores, shows or grants them.
GIVEN = re.compile(r"\bis_(staff|officer|superuser)\b")
MAY_LOOK = {
    "accounts/models/user.py", "accounts/models/powers.py", "accounts/admin.py", "accounts/models/appointment.py",
    "accounts/item_names.py", "accounts/own_holdings.py", "accounts/own_data_map.py",
    # Whether a page exists for them at all, before it says that their powers rest.
    "accounts/jobs.py",
    "accounts/desk/doors.py", "accounts/doors.py", "dialogue/rooms/views/suspensions.py", "forum/administration_site.py",
    "templates/_your_pages.html",
    # What it takes to suspend somebody, whose powers may rest meanwhile.
    "accounts/models/suspension.py",
    # Whose pages are never copied, even while their powers rest.
    "forum/middleware.py",
    # Who accredited a mandate long ago.
    "accounts/models/mandate.py",
    # The demonstration's own people.
    "dialogue/rooms/demonstration/cast.py", "dialogue/rooms/templatetags/rooms.py",
    "templates/account/_demonstration_people.html",
}  # fmt: skip


def suspended(who: User) -> None:
    who.suspended_until = timezone.now() + timedelta(days=3)


def leaving(who: User) -> None:
    who.leaves_at = timezone.now() + timedelta(days=14)


def inactive(who: User) -> None:
    who.is_active = False


def without_factor(who: User) -> None:
    who.authenticator_set.all().delete()


STATES = {"suspended": suspended, "leaving": leaving, "inactive": inactive, "without factor": without_factor}
POWERS = {
    "moderator": {"is_staff": True}, "officer": {"is_officer": True},
    "administrator": {"is_staff": True, "is_superuser": True},
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("power", POWERS)
def test_a_power_rests_in_every_state_that_takes_it(db, members_room, power, state):
    who = User.objects.get(pk=give_factor(person("Grace Oduya", **POWERS[power])).pk)
    assert getattr(who, power)
    STATES[state](who)
    who.save(update_fields=["suspended_until", "leaves_at", "is_active"])
    for found in (User.objects.get(pk=who.pk), User.objects.with_powers([who.pk])[who.pk]):
        assert not getattr(found, power)
        assert not found.has_perm("accounts.view_user") and not found.has_module_perms("accounts")
        assert not Standing.of(found, members_room, None).staff
        assert members_room not in Room.objects.open_to(found)


@pytest.mark.parametrize("state", STATES)
def test_the_rule_for_one_person_is_the_rule_for_queries(ada, state):
    assert ada.may_act and User.objects.filter(may_act_q(), pk=ada.pk).exists()
    STATES[state](ada)
    ada.save(update_fields=["suspended_until", "leaves_at", "is_active"])
    assert User.objects.filter(may_act_q(), pk=ada.pk).exists() == ada.may_act == (state == "without factor")


@pytest.mark.parametrize("state", STATES)
def test_a_mandate_rests_with_its_holder(ada, mandate, room, state):
    Mandate.objects.filter(pk=mandate.pk).update(steward=True)
    body = Organisation.objects.get(pk=mandate.organisation_id)
    assert stewards(body, ada) and Standing.of(ada, room, None).mandates[0].usable and ada.sector == "parliament"
    STATES[state](ada)
    ada.save(update_fields=["suspended_until", "leaves_at", "is_active"])
    assert not stewards(body, ada)
    assert not any(held.usable for held in Standing.of(ada, room, None).mandates)
    assert ada.sector == ("parliament" if state == "without factor" else "citizen")


def test_no_rule_looks_at_what_was_given_without_asking_whether_it_may_be_used():
    places = [*HERE.glob("accounts/**/*.py"), *HERE.glob("dialogue/**/*.py"), *HERE.glob("forum/**/*.py")]
    places += HERE.glob("templates/**/*.html")
    found = {path.relative_to(HERE).as_posix() for path in places if GIVEN.search(path.read_text())}
    assert {path for path in found if "/migrations/" not in path} == MAY_LOOK
