"""Whether a name could be taken for that of a body that speaks here, or of somebody who speaks or spoke for one."""

from accounts import alike, body_names, folded
from accounts.models.name_key import NameKey
from accounts.models.organisation import Organisation
from accounts.models.user import User
from accounts.reserved.lists import seen
from accounts.reserved.places import countries_in
from accounts.sectors import OFFICIAL, Sector


def look_alike(name: str, sector: str = "", besides: Organisation | None = None) -> Organisation | None:
    """The body in force, suspended or not, whose name a hurried eye takes `name` for; None if there is none. `besides` is the
    body that bears the name itself, and is not compared.

    A body that asks is compared with public and international bodies, and those of its own `sector`; the name of a person with
    all. The order of the words, small words, and the name of the body's own country make no difference: "Ministry for Health
    of Kenya" looks like "Ministry of Health, Kenya". For a body, its short name counts too.
    """
    codes = {code for _start, _end, codes in countries_in(seen(name)) for code in codes}
    near = NameKey.objects.near(body_names.keys(name, codes)).values("organisation")
    bodies = Organisation.objects.filter(Organisation.granted_q(), pk__in=near).order_by("pk")
    if sector:
        bodies = bodies.filter(sector__in=(*OFFICIAL, sector))
    elif not folded.long(name):
        # A movement may be called Maria, and so may people.
        bodies = bodies.exclude(sector=Sector.SOCIETY)
    if besides:
        bodies = bodies.exclude(pk=besides.pk)
    for body in bodies.only("pk", "slug", "name", "names", "country", "sector"):
        for known in {body.name, *body.names.values()}:
            if body_names.alike(name, known, body.country) or (sector and body_names.shortened(name, known)):
                return body
    return None


def holder_alike(name: str, of: User | None = None) -> User | None:
    """Whoever has or had a mandate in force and could be taken for somebody of this `name`, by the name they bear or one they
    bore; None if nobody, or only `of`."""
    return next(iter(holders_alike(name, of)), None)


def holders_alike(name: str, of: User | None = None) -> list[User]:
    people = User.objects.filter(pk__in=NameKey.objects.near(alike.keys_of(name)).values("person")).order_by("pk")
    if of is not None:
        people = people.exclude(pk=of.pk)
    known = people.only("pk", "name", "handle").prefetch_related("earlier_names")
    return [
        person for person in known
        if any(alike.resemble(name, each) for each in (person.name, *map(str, person.earlier_names.all())))
    ]  # fmt: skip


def people_alike(person: User, most: int = 5) -> list[User]:
    """Others, whether they speak for a body or not, who could be taken for this person: their words in any order, apart or
    joined, without accents, or their letters as an eye confuses them. For officers, who decide whom a name is to be left to.

    Looked up by what is stored of each name; who differs by a letter or a title is found among those who speak for bodies.
    """
    words = [" ".join(order) for order in map(list, folded.orders(person.name_words.split()))]
    seen = [" ".join(order) for order in map(list, folded.orders((person.skeleton or "").split()))]
    others = User.objects.filter(left_at=None).exclude(pk=person.pk).order_by("pk").only("pk", "name", "handle")
    folded_so = {f" {each} " for each in (*words, *(order.replace(" ", "") for order in words))}
    found = [
        *holders_alike(person.name, person),
        *others.filter(name_words__in=folded_so - {"  "})[:most],
        *others.filter(skeleton__in={*seen, *(order.replace(" ", "") for order in seen)} - {""})[:most],
    ]
    return list({each.pk: each for each in found}.values())[:most]
