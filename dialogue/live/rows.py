"""Many new rows of one table in one go, without what the ORM does for each value: that was a third of a hot room's work."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, router, transaction

# What the driver takes as it stands in the object.
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def insert(model: type[models.Model], objects: Sequence[Any]) -> None:
    """Insert new objects of one model, by every field but the automatic key, which they are not given back.

    For objects whose fields are all filled, with strings and numbers that are just that; `bulk_create` is for all others.
    Whatever has the attributes of the model will do: to make one of the model takes longer than to insert it.
    """
    if not objects:
        return
    connection = _connection(model)
    into, rows = _prepared(model, objects, connection)
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES {_places(rows[0])}", rows)  # noqa: S608


def insert_keyed(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """The same for some hundreds whose keys are wanted: they are given them. Both databases tell them in the order of the rows,
    as `bulk_create` also expects."""
    if not objects:
        return
    connection = _connection(model)
    into, rows = _prepared(model, objects, connection)
    places = ", ".join([_places(rows[0])] * len(rows))
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} VALUES {places} RETURNING id", [value for row in rows for value in row])  # noqa: S608
        for each, (key,) in zip(objects, cursor.fetchall(), strict=True):
            each.pk = key


def _connection(model: type[models.Model]) -> Any:
    return connections[router.db_for_write(model) or DEFAULT_DB_ALIAS]


def _prepared(model: type[models.Model], objects: Sequence[Any], connection) -> tuple[str, list[list]]:
    """The table with its columns, quoted, and the rows for them."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = attrgetter(*(field.attname for field in fields))
    prepared = [
        (place, field.get_db_prep_save) for place, field in enumerate(fields) if not isinstance(field, AS_THEY_ARE)
    ]
    rows = [list(values(each)) for each in objects]
    for row in rows:
        for place, prepare in prepared:
            row[place] = prepare(row[place], connection)
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)})", rows


def _places(row: list) -> str:
    return f"({', '.join(['%s'] * len(row))})"
