"""Whether a name could be taken for that of a body that speaks here."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from django.db.models import Q

from accounts.addresses import LANGUAGES
from accounts.models.organisation import Organisation
from accounts.places import country_name
from accounts.sectors import OFFICIAL
from accounts.skeletons import skeleton
from dialogue.text.folding import fold, words

# Words that come and go in a name without another body being meant.
_SMALL = (
    "a an and at for in of on the d de des du et l la le les pour del e el en las los para por y da das do dos na no "
    "и в во для на по в را و 的"
)
# So much of two names in common, a few letters apart: only a second look tells them from each other.
ALIKE = 0.92
# Shorter names that differ in a letter are different names.
LONG_ENOUGH = 12


def look_alike(name: str, sector: str = "", besides: Organisation | None = None) -> Organisation | None:
    """The active body whose name a hurried eye takes `name` for; None if there is none. `besides` is the body that bears the
    name itself, and is not compared.

    Compared are public bodies, and those of `sector`. The order of the words, small words, and the name of the body's own
    country make no difference: "Ministry for Health of Kenya" looks like "Ministry of Health, Kenya".
    """
    asked = _essence(name)
    if not asked:
        return None
    bodies = Organisation.objects.active().filter(Q(sector__in=OFFICIAL) | Q(sector=sector)).order_by("pk")
    if besides:
        bodies = bodies.exclude(pk=besides.pk)
    for body in bodies.only("pk", "slug", "name", "names", "country", "sector").iterator():
        if any(_alike(asked, _essence(known), _country(body.country)) for known in {body.name, *body.names.values()}):
            return body
    return None


@lru_cache(20_000)
def _essence(name: str) -> frozenset[str]:
    """The words that tell a name from others, as an eye sees them."""
    return frozenset(map(skeleton, words(name))) - _small()


@lru_cache(1)
def _small() -> frozenset[str]:
    return frozenset(map(skeleton, map(fold, _SMALL.split())))


@lru_cache(512)
def _country(code: str) -> frozenset[str]:
    """The words by which its country may be named."""
    return frozenset[str]().union(*(_essence(country_name(code, language)) for language in LANGUAGES if code))


def _alike(asked: frozenset[str], known: frozenset[str], country: frozenset[str]) -> bool:
    if asked == known or (asked - country and asked - country == known - country):
        return True
    one, other = _written(asked), _written(known)
    if min(len(one), len(other)) < LONG_ENOUGH:
        return False
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


def _written(essence: Iterable[str]) -> str:
    return " ".join(sorted(essence))
