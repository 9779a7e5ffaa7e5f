"""Powers end with the state of who has them: what was given to a person counts while they may act, and not a moment longer."""

from datetime import datetime
from enum import IntEnum

from django.db.models import Q
from django.utils import timezone


class Rank(IntEnum):
    """How far a moderator's word reaches: never above the own rank, and beside it only together with a second person."""

    PERSON = 0
    MODERATOR = 1
    LEAD = 2
    ADMINISTRATOR = 3


def may_act_q(path: str = "", at: datetime | None = None) -> Q:
    """The same rule as `Powers.may_act`, for a query that reaches people by `path` ("person__")."""
    free = Q(**{f"{path}suspended_until": None}) | Q(**{f"{path}suspended_until__lte": at or timezone.now()})
    return free & Q(**{f"{path}is_active": True, f"{path}leaves_at": None})


def given_q() -> Q:
    """People who were entrusted with something, whether they may use it now or not."""
    return Q(is_staff=True) | Q(is_lead=True) | Q(is_officer=True) | Q(is_superuser=True)


class Powers:
    """What a person was given, and whether it may be used now. The columns say who was appointed; every rule asks here."""

    is_active: bool
    is_staff: bool
    is_lead: bool
    is_officer: bool
    is_superuser: bool
    suspended_until: datetime | None
    leaves_at: datetime | None

    @property
    def secured(self) -> bool:
        """Whether they have a second factor."""
        raise NotImplementedError

    @property
    def entrusted(self) -> bool:
        """Whether they were given anything, to be used now or not; the same rule as given_q."""
        return self.is_staff or self.is_lead or self.is_officer or self.is_superuser

    def suspended(self, at: datetime | None = None) -> bool:
        return bool(self.suspended_until and self.suspended_until > (at or timezone.now()))

    @property
    def may_act(self) -> bool:
        """Whether they may use what they were given now: active, not suspended, and not about to leave."""
        return self.is_active and self.leaves_at is None and not self.suspended()

    @property
    def moderator(self) -> bool:
        """Whether they may moderate now: appointed, and with a second factor."""
        return self._holds(self.is_staff)

    @property
    def officer(self) -> bool:
        """Whether they may accredit now: appointed, and with a second factor."""
        return self._holds(self.is_officer)

    @property
    def administrator(self) -> bool:
        """Whether they may administer now: appointed, and with a second factor."""
        return self._holds(self.is_superuser)

    @property
    def rank(self) -> Rank:
        """What they may decide about other people now."""
        if not (self.is_staff or self.is_superuser) or not self._holds(True):
            return Rank.PERSON
        return Rank.ADMINISTRATOR if self.is_superuser else Rank.LEAD if self.is_lead else Rank.MODERATOR

    def has_perm(self, perm, obj=None) -> bool:
        return self._holds(True) and super().has_perm(perm, obj)  # type: ignore[misc]

    def has_module_perms(self, app_label) -> bool:
        return self._holds(True) and super().has_module_perms(app_label)  # type: ignore[misc]

    def _holds(self, given: bool) -> bool:
        return given and self.may_act and self.secured
