"""What rights are read from, found by watching: the fields that `admit`, `Standing.load` and the rules look at, in their
queries and in the rows."""

import inspect
import re
from contextlib import contextmanager

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.live.entrance import Ask
from dialogue.rooms import policy
from dialogue.rooms.entrance import admit
from dialogue.rooms.standing import Standing

MODELS = {model._meta.db_table: model for model in apps.get_models()}
TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)" ([TUVW]\d+)\b')
COLUMNS = re.compile(r'(?:"(\w+)"|\b([TUVW]\d+))\."(\w+)"')
Field = tuple[str, str]


def conditions(sql: str) -> set[Field]:
    """The fields a query asks about: those behind its FROM."""
    aliases = {alias: table for table, alias in TABLES.findall(sql)}
    found = set()
    for table, alias, column in COLUMNS.findall(
        sql.partition(" FROM ")[2].rpartition(" ORDER BY ")[0] or sql.partition(" FROM ")[2]
    ):
        model = MODELS[table or aliases[alias]]
        field = next(field for field in model._meta.concrete_fields if field.column == column)
        if not field.primary_key:
            found.add((model.__name__, field.name))
    if f'FROM "{Session._meta.db_table}"' in sql:
        # Read as values, not as a row.
        found |= {("Session", field.name) for field in Session._meta.fields if f'"{field.column}"' in sql}
    return found


@contextmanager
def watched(monkeypatch):
    """The fields that are read from rows, by whatever is done inside."""
    found: set[Field] = set()

    def watch(model):
        names = {name: field.name for field in model._meta.concrete_fields for name in (field.name, field.attname)}
        own = {name: field for name, field in names.items() if not model._meta.get_field(field).primary_key}
        before = model.__getattribute__

        def read(row, name):
            if name in own:
                found.add((model.__name__, own[name]))
            return before(row, name)

        patch.setattr(model, "__getattribute__", read)

    with monkeypatch.context() as patch:
        for model in apps.get_models():
            watch(model)
        yield found


def read_by_rules(monkeypatch, askers, asks, things) -> set[Field]:
    """Every field the rules read for these people, at these doors, about these `things` (by the name of the parameter)."""
    with (
        watched(monkeypatch) as found,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        admit([Ask(*ask) for ask in asks])
        standings = Standing.load(askers).values()
        for standing in standings:
            for rule in rules():
                wanted = [name for name in inspect.signature(rule).parameters if name != "standing"]
                for about in things if wanted else [{}]:
                    policy.allows(rule, standing, *(about[name] for name in wanted))
    return found | {field for query in queries for field in conditions(query["sql"])}


def rules():
    """Every rule of the policy, also one that comes later."""
    own = [rule for _, rule in inspect.getmembers(policy, inspect.isfunction) if rule.__module__ == policy.__name__]
    return [rule for rule in own if next(iter(inspect.signature(rule).parameters)) == "standing"]
