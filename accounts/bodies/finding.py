"""Bodies by their names, few enough that each name is looked at; and mandates, those of today apart from those of the past."""

from accounts.models import Mandate, Organisation
from accounts.models.accredited import State
from accounts.models.mandate import MandateQuerySet
from accounts.models.organisation import OrganisationQuerySet
from accounts.models.user import words_of
from dialogue.text.folding import words


def named(bodies: OrganisationQuerySet, wanted: str) -> OrganisationQuerySet:
    """Those of whom one name, in whatever language, has words that begin with all of these."""
    beginnings = [f" {word}" for word in words(wanted[:200])]
    if not beginnings:
        return bodies.none() if wanted.strip() else bodies
    found = [
        pk
        for pk, name, names in bodies.values_list("pk", "name", "names")
        if any(all(word in words_of(each) for word in beginnings) for each in (name, *names.values()))
    ]
    return Organisation.objects.filter(pk__in=found)


def sorted_out(mandates: MandateQuerySet) -> tuple[list[Mandate], list[Mandate]]:
    """Those in force, or that will be or may be again, and those that have ended; the newest first."""
    present: list[Mandate] = []
    past: list[Mandate] = []
    for mandate in mandates.of_public_record().order_by("-valid_from", "-pk"):
        (past if mandate.state in (State.EXPIRED, State.REVOKED) else present).append(mandate)
    return present, past
