"""What one person imposes alone on somebody who speaks for a body: its kinds count together, and none of them lasts long. Whoever
can silence people registers here at start-up; this floor knows only of suspensions."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from accounts.models.earlier_holds import REMEMBERED
from accounts.models.user import User

# (person, by, since): whether `by` silenced them alone since then.
Lately = Callable[[User, User, datetime], bool]
# Makes what one person imposed on them end as soon as it would have ended if they had spoken for a body then; how many it was.
Shorten = Callable[[User], int]

_kinds: list[tuple[Lately, Shorten]] = []


def register(lately: Lately, shorten: Shorten) -> None:
    if (lately, shorten) not in _kinds:
        _kinds.append((lately, shorten))


def silenced_lately(person: User, by: User) -> bool:
    """Whether `by` has had their word alone: or one could do it every three days."""
    since = timezone.now() - REMEMBERED
    return any(lately(person, by, since) for lately, _shorten in _kinds)


def shorten(person_id: int) -> int:
    """How much was shortened, in the running transaction. The person is locked first: whoever silences them meanwhile sees the
    mandate, or has what they did shortened."""
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    return sum(shorten(person) for _lately, shorten in _kinds)
