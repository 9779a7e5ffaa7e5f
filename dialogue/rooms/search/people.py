"""People whose name has the words; of those who speak for a body their name, title and the body's name together."""

import re
from dataclasses import replace
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.models import Mandate, User
from accounts.places import countries_of
from accounts.sectors import Sector
from dialogue.rooms.known import known_to
from dialogue.rooms.search.found import MOST, Found
from dialogue.text.filed import OTHER, STEM, reading
from dialogue.text.query import Query, Term

# Of holders of mandates, among whom other filters choose: more than anybody looks through.
HOLDERS = 10 * MOST
# From so many letters on the first may be one with an apostrophe.
APART = 4
# Mueller is Müller, too.
_SINGLED = re.compile("([aou])e")


def find(
    query: Query, viewer: User | AnonymousUser, sector: str = "", region: str = "", mandated: bool = False
) -> Found[User]:
    """People this viewer may know of who are neither suspended nor gone, by name."""
    now = timezone.now()
    mandates = Mandate.objects.active(now).filter(person=OuterRef("pk")).order_by()
    people = _at_large(viewer, now).filter(_named(query) | Q(pk__in=_holders(query, now)))
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
        ways: set[str] = set()
        for words, others in ((" ".join(way.words), way.others) for way in (term, *term.either)):
            ways |= {*written(words), *(other for other in others if other[0] not in (STEM, OTHER))}
        # The beginning of a name is enough wherever it stands: people are looked for by the first name or the last.
        return reduce(or_, (Q(name_words__contains=f" {way}") for way in ways))

    rule = Q()
    for term in query.wanted:
        rule &= has(term)
    for term in query.unwanted:
        rule &= ~has(term)
    return rule


def written(words: str) -> set[str]:
    """How a name with these words may be folded."""
    # O'Brien is two words.
    return {words, _SINGLED.sub(r"\1", words), *([f"{words[0]} {words[1:]}"] if len(words) >= APART else [])}


def _holders(query: Query, now: datetime) -> list[int]:
    """Who speaks for a body with these words in its name, their title or their own name. Mandates are few: each is looked at."""
    asked = replace(query, wanted=tuple(replace(term, beginning=True) for term in query.wanted))
    about: dict[int, list[str]] = {}
    fields = ("person", "person__name", "title", "organisation__name", "organisation__names")
    for person, name, title, body, names in Mandate.objects.active(now).values_list(*fields):
        about.setdefault(person, [name]).extend([title, body, *names.values()])
    fitting = (person for person, texts in about.items() if asked.fits(reading(" · ".join(texts), "", asked.forms)))
    return list(islice(fitting, HOLDERS))


def _read(pks) -> list[User]:
    active = Prefetch("mandates", Mandate.objects.active().select_related("organisation"), to_attr="spoken_for")
    people = User.objects.prefetch_related(active).in_bulk(pks)
    return [people[pk] for pk in pks if pk in people]
