"""While an upgrade rolls, processes of the version before write to the new tables: a column they do not know needs a value
that the database gives it."""

import pytest
from django.db import models
from django.db.migrations import AddField, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.models import NOT_PROVIDED

OURS = ("accounts", "limits", "live", "rooms")
# They have run, and what has run is not changed: the processes before them are gone.
HAVE_RUN = {("accounts", "0005_accreditation"), ("rooms", "0005_places")}
# Tables and the columns that belong to them are made here, piece by piece.
FIRST = "0001_initial"


def refused_to_the_version_before(migration: Migration) -> list[str]:
    """Columns it adds which must have a value, and get none from the database."""
    operations = [
        inner
        for operation in migration.operations
        for inner in (operation.database_operations if isinstance(operation, SeparateDatabaseAndState) else [operation])
    ]
    return [
        f"{operation.model_name}.{operation.name}"
        for operation in operations
        if isinstance(operation, AddField)
        and not isinstance(operation.field, models.ManyToManyField)
        and not operation.field.null
        and operation.field.db_default is NOT_PROVIDED
    ]


def test_the_version_before_can_write_after_every_migration():
    loader = MigrationLoader(None)
    refused = {
        (app, name): found
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS and name != FIRST and (found := refused_to_the_version_before(migration))
    }
    late = {place: found for place, found in refused.items() if place not in HAVE_RUN}
    assert not late, f"give these a db_default: {late}"
    assert set(refused) == HAVE_RUN, "an exemption that is not needed any more"


@pytest.mark.parametrize("nested", [False, True])
def test_a_column_without_a_value_of_the_database_would_be_found(nested):
    def added(**options) -> list[str]:
        field = AddField("user", "motto", models.CharField(max_length=9, default="", **options))
        migration = Migration("0099_motto", "accounts")
        migration.operations = [SeparateDatabaseAndState([field]) if nested else field]
        return refused_to_the_version_before(migration)

    assert added() == ["user.motto"]
    assert added(db_default="") == added(null=True) == []
