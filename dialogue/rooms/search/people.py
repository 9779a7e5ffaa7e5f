"""People whose name has the words, or who speak for a body whose name has them."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.models import Mandate, Organisation, User
from accounts.places import countries_of
from accounts.sectors import Sector
from dialogue.rooms.known import known_to
from dialogue.rooms.search.found import MOST, Found
from dialogue.text.folding import tokens
from dialogue.text.query import Query, Term


def find(
    query: Query, viewer: User | AnonymousUser, sector: str = "", region: str = "", mandated: bool = False
) -> Found[User]:
    """People this viewer may know of who are neither suspended nor gone, by name."""
    now = timezone.now()
    mandates = Mandate.objects.active(now).filter(person=OuterRef("pk")).order_by()
    people = _at_large(viewer, now).filter(_named(query) | Q(Exists(mandates.filter(organisation__in=_bodies(query)))))
    if region:
        people = people.filter(country__in=countries_of(region), show_country=True)
    if sector == Sector.CITIZEN:
        people = people.exclude(Exists(mandates))
    elif sector:
        people = people.filter(Exists(mandates.filter(organisation__sector=sector)))
    if mandated:
        people = people.filter(Exists(mandates))
    return Found(list(people.order_by("name", "pk").values_list("pk", flat=True)[: MOST + 1]), _read)


def _at_large(viewer: User | AnonymousUser, now: datetime):
    return known_to(viewer).filter(Q(suspended_until=None) | Q(suspended_until__lte=now))


def _named(query: Query) -> Q:
    def has(term: Term) -> Q:
        # The beginning of a name is enough wherever it stands: people are looked for by the first name or the last.
        return Q(name_words__contains=f" {' '.join(term.words)}")

    rule = Q()
    for term in query.wanted:
        rule &= has(term)
    for term in query.unwanted:
        rule &= ~has(term)
    return rule


def _bodies(query: Query) -> list[int]:
    """Organisations are few: each name is looked at."""
    names = Organisation.objects.values_list("pk", "name")
    return [pk for pk, name in names if query.fits(tokens(name))]


def _read(pks) -> list[User]:
    active = Prefetch("mandates", Mandate.objects.active().select_related("organisation"), to_attr="spoken_for")
    people = User.objects.prefetch_related(active).in_bulk(pks)
    return [people[pk] for pk in pks if pk in people]
