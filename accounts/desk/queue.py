"""What waits at the desk, the oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.desk.doors import APPLICATIONS, BESIDE
from accounts.desk.unusual import unusual
from accounts.models import Evidence, User
from accounts.models.accredited import CLAIM, Accredited

# In the filter: bodies that belong to no one country.
NO_COUNTRY = "none"
Waiting = tuple[datetime, str, int]


def waiting(wish: Mapping, officer: User) -> list[Waiting]:
    """(since when, kind, id) of everything that waits and fits the wish."""
    found = []
    for kind, model in APPLICATIONS.items():
        if wish.get("kind", "") in ("", kind):
            rows = model._default_manager.waiting().filter(**narrowed(wish, officer, kind))  # type: ignore[attr-defined]
            found += [(at, kind, pk) for at, pk in rows.values_list("asked_at", "pk")]
    return sorted(found)


def narrowed(wish: Mapping, officer: User, kind: str) -> dict:
    body = "" if kind == "organisation" else "organisation__"
    narrow: dict = {}
    if sector := wish.get("sector"):
        narrow[f"{body}sector"] = sector
    if country := wish.get("country"):
        narrow[f"{body}country"] = "" if country == NO_COUNTRY else country
    if wish.get("second"):
        narrow["accredited_at__isnull"] = False
    if wish.get("mine"):
        narrow |= {"claimed_by": officer, "claimed_at__gt": timezone.now() - CLAIM}
    return narrow


@dataclass(frozen=True, slots=True)
class Row:
    """An application in the queue, with what is unusual about it."""

    kind: str
    found: Accredited
    marks: list[str]


def loaded(page: Iterable[Waiting]) -> list[Row]:
    """The applications themselves, in this order."""
    page, rows = list(page), {}
    for kind, model in APPLICATIONS.items():
        evidence = Evidence.objects.shown().filter(**{kind: OuterRef("pk")})
        asked = model._default_manager.select_related(*BESIDE[kind]).annotate(evidenced=Exists(evidence))
        for found in asked.filter(pk__in=[pk for _, each, pk in page if each == kind]):
            rows[kind, found.pk] = Row(kind, found, unusual(found, found.evidenced))
    return [rows[kind, pk] for _, kind, pk in page if (kind, pk) in rows]
