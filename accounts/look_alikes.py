"""Whether a name could be taken for that of a body that speaks here, or of somebody who speaks or spoke for one."""

from accounts import body_names, folded
from accounts.models.name_key import NameKey
from accounts.models.organisation import Organisation
from accounts.models.user import User
from accounts.reserved.lists import seen
from accounts.reserved.places import countries_in
from accounts.sectors import OFFICIAL, Sector


def look_alike(name: str, sector: str = "", besides: Organisation | None = None) -> Organisation | None:
    """The active body whose name a hurried eye takes `name` for; None if there is none. `besides` is the body that bears the
    name itself, and is not compared.

    A body that asks is compared with public and international bodies, and those of its own `sector`; the name of a person with
    all. The order of the words, small words, and the name of the body's own country make no difference: "Ministry for Health
    of Kenya" looks like "Ministry of Health, Kenya". For a body, its short name counts too.
    """
    codes = {code for _start, _end, codes in countries_in(seen(name)) for code in codes}
    near = NameKey.objects.near(body_names.keys(name, codes)).values("organisation")
    bodies = Organisation.objects.active().filter(pk__in=near).order_by("pk")
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
    """Whoever has or had a mandate in force and could be taken for somebody of this `name`; None if nobody, or only `of`."""
    keys = set().union(*map(folded.keys, folded.readings(name)))
    people = User.objects.filter(pk__in=NameKey.objects.near(keys).values("person")).order_by("pk")
    if of is not None:
        people = people.exclude(pk=of.pk)
    return next((person for person in people.only("pk", "name") if folded.resemble(name, person.name)), None)
