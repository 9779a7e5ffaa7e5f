"""The audit trail: nothing that was decided is changed or taken out, and the words about a person can still be erased."""

from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.grounds import Reason
from accounts.models import Act, ActWords, Organisation

guard = import_module("accounts.migrations.0006_trail_stands")


@pytest.fixture
def trail(db, grace, bo):
    body = Organisation.objects.establish(slug="wells", name="Wells for All", sector="society", country="KE")
    Act.record("organisation.asked", bo, organisation=body)
    Act.record("organisation.suspended", grace, Reason("doubt", "Two people claim it."), organisation=body, since=3)
    return Act.record("organisation.revoked", grace, Reason("misuse"), organisation=body)


@pytest.fixture
def unguarded(db):
    """What whoever owns the database can do, and must not be able to hide."""
    for statement in guard.BACK[connection.vendor][:1]:
        connection.cursor().execute(statement)


def test_a_trail_that_nobody_touched_has_no_fault(trail):
    assert list(Act.faults()) == []


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_decided(trail, change):
    if connection.vendor == "sqlite":
        connection.cursor().execute(guard.SQLITE[1])
    acts = Act.objects.filter(pk=trail.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        acts.update(verb="organisation.confirmed") if change == "update" else acts._raw_delete(acts.db)
    assert Act.objects.get(pk=trail.pk).verb == "organisation.revoked"


def test_who_changes_an_act_with_the_powers_of_the_owner_is_found_out(trail, unguarded):
    Act.objects.filter(verb="organisation.suspended").update(ground="twice")
    assert list(Act.faults()) == [f"Act {trail.pk - 1} was changed."]


def test_who_changes_the_words_of_a_reason_is_found_out(trail):
    ActWords.objects.update(words="Nobody claims it.")
    assert list(Act.faults()) == [f"The words of act {trail.pk - 1} were changed."]


def test_an_act_that_was_taken_out_is_missed(trail, unguarded):
    ActWords.objects.all().delete()
    Act.objects.filter(verb="organisation.suspended")._raw_delete("default")
    assert list(Act.faults()) == [f"Act {trail.pk} does not follow the one before it."]


def test_words_about_a_person_are_erased_and_the_trail_still_holds(trail):
    assert Act.objects.get(verb="organisation.suspended").words == "Two people claim it."
    ActWords.objects.all().delete()
    assert Act.objects.get(verb="organisation.suspended").words == ""
    assert list(Act.faults()) == []
