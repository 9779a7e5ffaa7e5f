"""People whose account is younger than a day share what they may say in a room, so that a crowd of accounts made for it cannot
drown the others, who have their own pace."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models.user import Origin
from dialogue.limits.budgets import in_words
from dialogue.live.refusals import TooFast
from dialogue.rooms.budgets import NEWCOMERS
from dialogue.rooms.standing import Standing

NEW_FOR = timedelta(days=1)


def is_new(standing: Standing, since: datetime) -> bool:
    """Whether they came after `since`. No query: the person is here."""
    person = standing.person
    if person is None or person.joined_at < since or person.origin != Origin.PERSON:
        return False
    return not standing.staff and not standing.member


class Newcomers:
    """What the new people among `askers`, one for each post or edit of a transaction, may say of it: asked once for each room,
    and never where nobody is new. To be made with the streams locked: who holds the stream of a room is the only one to count
    there, so nobody waits for a count who does not wait for the stream; and what is rolled back was not counted."""

    def __init__(self, askers: Iterable[Standing]):
        self.since = timezone.now() - NEW_FOR
        wanted = Counter(standing.room.pk for standing in askers if is_new(standing, self.since))
        self.left = {room: NEWCOMERS.take_some(number, room) for room, number in wanted.items()}
        self.waits = {room: NEWCOMERS.wait(room) for room, number in wanted.items() if self.left[room] < number}

    def take(self, standing: Standing) -> None:
        """TooFast when the room has enough of them for now."""
        room = standing.room.pk
        if room not in self.left or not is_new(standing, self.since):
            return
        if not self.left[room]:
            wait = self.waits[room]
            words = _("Many new people are posting at once. Your text is kept; send it again %(when)s.")
            raise TooFast(words % {"when": in_words(wait)}, retry_after=wait)
        self.left[room] -= 1

    def give_back(self) -> None:
        """What was refused for another reason, or had been said before."""
        for room, number in self.left.items():
            if number:
                NEWCOMERS.give_back(room, number=number)
