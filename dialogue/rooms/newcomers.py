"""People whose account is younger than a day share what they may say in a room, so that a crowd of accounts made for it cannot
drown the others, who have their own pace."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models.user import Origin
from dialogue.limits.budgets import Spent, in_words
from dialogue.live.refusals import TooFast
from dialogue.rooms.budgets import NEWCOMERS
from dialogue.rooms.standing import Standing

NEW_FOR = timedelta(days=1)


def slow_newcomers(standing: Standing) -> None:
    """Count one of theirs, in this process; TooFast when the room has enough of them for now. No query: the person is here."""
    person = standing.person
    if person is None or person.origin != Origin.PERSON or standing.staff or standing.member:
        return
    if timezone.now() - person.joined_at >= NEW_FOR:
        return
    try:
        NEWCOMERS.take(standing.room.pk)
    except Spent as spent:
        raise TooFast(
            _("Many people who are new here are speaking at once. Your words are kept; send them again %(when)s.")
            % {"when": in_words(spent.retry_after)},
            retry_after=spent.retry_after,
        ) from None
