"""The data map: every field that can hold personal data, with what it is for. A test fails on a field that is neither mapped
here nor said to be about nobody. Upper floors add theirs at start-up. The page /privacy/data/ is made of it."""

from typing import NamedTuple

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Entry(NamedTuple):
    purpose: Words
    basis: Words
    retention: Words
    shown: Words


CONTRACT = _("needed for the account you asked for")
CONSENT = _("you gave it yourself and may leave it out")
PUBLIC = _("public interest: everyone may know who speaks for whom")
SAFETY = _("needed to keep the forum and its accounts safe")
PROOF = _("the forum must be able to prove it")

ACCOUNT = _("until you change it or delete the account")
ACCOUNT_LIFE = _("as long as the account")
FOR_GOOD = _("permanently, in the public record")
A_YEAR = _("a year")

EVERYONE = _("everyone")
OWNER = _("you")
STAFF = _("you, administrators")
OFFICERS = _("you, reviewers")
NOBODY = _("nobody")

# {"app.Model": {"names of fields": entry}}, and {"app.Model": names of fields that say nothing about a person}.
MAPPED: dict[str, dict[str, Entry]] = {}
IMPERSONAL: dict[str, set[str]] = {}
TITLES: dict[str, Words] = {}


def personal(model: str, fields: dict[str, Entry], impersonal: str = "", title: Words = "") -> None:
    """Map the fields of a model; names stand together where the same holds for them. `title` where it has no name of its own
    that people would understand in their language."""
    MAPPED[model], TITLES[model] = fields, title
    IMPERSONAL[model] = set(impersonal.split())


def impersonal(model: str, fields: str) -> None:
    """A model that says nothing about a person, with every field it has: a new one has to be thought of."""
    IMPERSONAL[model] = set(fields.split())


def known(model: str) -> set[str]:
    return IMPERSONAL.get(model, set()) | {name for names in MAPPED.get(model, {}) for name in names.split()}


def table() -> list[tuple[Words, str, list[tuple[str, Entry]]]]:
    """(what a model is called, its label, its rows), for the page; the account first."""
    order = sorted(MAPPED.items(), key=lambda each: (each[0] != "accounts.User", not each[0].startswith("accounts.")))
    return [(TITLES[model] or called(apps.get_model(model)), model, list(fields.items())) for model, fields in order]


def called(model: type[Model]) -> Words:
    """What a model is called; a table between two models is called by both."""
    if not model._meta.auto_created:
        return model._meta.verbose_name_plural or ""
    between = [field.related_model for field in model._meta.fields if isinstance(field, ForeignKey)]
    return " – ".join(str(each._meta.verbose_name_plural) for each in between)
