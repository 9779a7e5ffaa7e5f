"""How a body is described, before and after, as people read it: one row for each thing that differs."""

from typing import NamedTuple, cast

from django.apps import apps
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.places import country_name, language_name

NOTHING = "–"


class Row(NamedTuple):
    label: str
    before: str
    after: str


def rows(before: dict, after: dict) -> list[Row]:
    """In the language of the page; `before` and `after` are {name of the field: value}."""
    found = []
    for name, value in after.items():
        if name == "names":
            found += names_in_languages(before[name], value)
        else:
            label = str(capfirst(field(name).verbose_name))
            found.append(Row(label, shown(name, before[name]), shown(name, value)))
    return found


def names_in_languages(before: dict[str, str], after: dict[str, str]) -> list[Row]:
    return [
        Row(
            _("Name in %(language)s") % {"language": language_name(code, get_language() or "en")},
            before.get(code) or NOTHING,
            after.get(code) or NOTHING,
        )
        for code in sorted({*before, *after})
        if before.get(code) != after.get(code)
    ]


def shown(name: str, value: object) -> str:
    if name == "country":
        return country_name(str(value), get_language() or "en") if value else _("international")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or NOTHING
    return str(dict(field(name).flatchoices).get(value, value)) or NOTHING


def field(name: str) -> Field:
    return cast(Field, apps.get_model("accounts.Organisation")._meta.get_field(name))
