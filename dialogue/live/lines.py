"""How many lines there are in this process, sockets and streams alike: of each person, and of guests from each network."""

from collections import Counter

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dialogue.limits.networks import networks_of
from dialogue.live.refusals import Refusal

# Lines of one person in one process: more tabs than anybody reads, fewer than would harm.
LINES_EACH = 20
# Guests: `settings.GUEST_LINES` from one IPv4 address or IPv6 /64, and so many times as many from the /48 around it.
WIDER = 4


class Crowded(Refusal):
    code = "too_many_lines"
    status = 429
    message = _("Too many pages of this forum are open on your network. Close some of them, then reload this one.")


class Lines:
    """`take` before somebody sits down, `give_back` when they have gone."""

    def __init__(self) -> None:
        self.open: Counter[int | str] = Counter()

    def full(self, person_id: int | None, address: str) -> bool:
        """Whether there are as many lines of this person, or of guests from this internet address, as there may be."""
        return any(self.open[whose] >= most for whose, most in ceilings(person_id, address).items())

    def take(self, person_id: int | None, address: str) -> list[int | str] | None:
        """What to give back later; None when it is full."""
        if self.full(person_id, address):
            return None
        counted = list(ceilings(person_id, address))
        self.open.update(counted)
        return counted

    def give_back(self, counted: list[int | str]) -> None:
        self.open.subtract(counted)
        for whose in counted:
            if not self.open[whose]:
                del self.open[whose]


def ceilings(person_id: int | None, address: str) -> dict[int | str, int]:
    """{in what this line counts: how many there may be}. A person counts wherever they are, a guest by their network."""
    if person_id is not None:
        return {person_id: LINES_EACH}
    most = settings.GUEST_LINES
    return dict(zip(networks_of(address), (most, most * WIDER), strict=False)) if most else {}
