"""What organisations and mandates have in common: asked for, accredited by one person, confirmed by another. How they are
suspended and ended for good stands in `revocable`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.grounds import NONE_GIVEN, Reason
from accounts.models import hold
from accounts.models.act import Act
from accounts.models.columns import by_whom, different, moment
from accounts.models.rights_model import RightsModel
from accounts.models.user import User

# How long an application stays with the officer who took it up without deciding.
CLAIM = timedelta(minutes=30)
# From when on the same officer takes it up again: renewed claims would keep all others from it.
CLAIM_AGAIN = timedelta(days=1)
# Applications of one kind that one person may have waiting: officers look at each of them.
WAITING_AT_MOST = 10
# What nobody does about what they asked for, or what is about them. To end it is open to them.
IN_NOBODYS_OWN_CAUSE = ("claimed", "accredited", "confirmed", "refused", "upheld", "reinstated", "described", "steward")

PARTIAL = _("You speak for this organisation yourself. Someone else has to decide.")


class State(models.TextChoices):
    """How an organisation or a mandate stands now; read from its dates, never stored."""

    PENDING = "pending", _("under review")
    UPCOMING = "upcoming", _("begins later")
    ACTIVE = "active", _("active")
    HELD = "held", _("paused during a check")
    SUSPENDED = "suspended", _("suspended")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")
    REFUSED = "refused", _("refused")


class Accredited(RightsModel):
    """The first key is turned by whoever accredits, the second by whoever confirms: never the same person, and neither is
    the one who asked. What was decided stays on record; it can end, and is never undone."""

    asked_by, asked_at = by_whom(), models.DateTimeField(default=timezone.now, editable=False)
    claimed_by, claimed_at = by_whom(), moment()
    accredited_by, accredited_at = by_whom(), moment()
    confirmed_by, confirmed_at = by_whom(), moment()
    refused_by, refused_at = by_whom(), moment()
    suspended_by, suspended_at = by_whom(), moment()
    # When the suspension ends by itself; empty when it does not, or not any more.
    hold_until = moment()
    revoked_by, revoked_at = by_whom(), moment()
    # Whether a second person has to confirm it.
    two_keys = models.BooleanField(default=True, editable=False)

    RIGHTS = frozenset(
        {"accredited_at", "confirmed_at", "refused_at", "suspended_at", "hold_until", "revoked_at", "two_keys"}
    )

    class Meta:
        abstract = True
        constraints = [
            different("accredited_by", "asked_by", "asker_has_no_first_key"),
            different("confirmed_by", "asked_by", "asker_has_no_second_key"),
            different("confirmed_by", "accredited_by", "two_keys_two_people"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(accredited_at__isnull=False),
                name="%(class)s_first_key_first",
            ),
        ]

    @classmethod
    def turned_q(cls, path: str = "") -> Q:
        """The same rule as `turned`, for a query that reaches these rows by `path` ("organisation__")."""
        return Q(**{f"{path}confirmed_at__isnull": False})

    @classmethod
    def granted_q(cls, path: str = "") -> Q:
        """The same rule as `granted`, for a query. What it is asked of is the model whose rows are looked at."""
        return cls.turned_q(path) & Q(**{f"{path}refused_at": None, f"{path}revoked_at": None})

    @staticmethod
    def unsuspended_q(path: str = "", at: datetime | None = None) -> Q:
        """The same rule as `not suspended`, for a query."""
        return Q(**{f"{path}suspended_at": None}) | Q(**{f"{path}hold_until__lte": at or timezone.now()})

    @property
    def suspended(self) -> bool:
        """Whether it is suspended now, be it only held."""
        return bool(self.suspended_at) and (self.hold_until is None or self.hold_until > timezone.now())

    @property
    def held(self) -> bool:
        """Whether its suspension waits for a second officer, and ends by itself."""
        return self.suspended and self.hold_until is not None

    @property
    def turned(self) -> bool:
        """Whether every key it needs has been turned."""
        return bool(self.confirmed_at)

    @property
    def granted(self) -> bool:
        """Whether every key it needs has been turned, and it was neither refused nor revoked."""
        return self.turned and not self.refused_at and not self.revoked_at

    @property
    def state(self) -> State:
        if self.refused_at:
            return State.REFUSED
        if self.revoked_at:
            return State.REVOKED
        if not self.granted:
            return State.PENDING
        if not self.suspended:
            return State.ACTIVE
        return State.HELD if self.held else State.SUSPENDED

    @property
    def claimed(self) -> bool:
        """Whether an officer is at work on it now."""
        return bool(self.claimed_by_id and self.claimed_at and self.claimed_at > timezone.now() - CLAIM)

    def taken(self, by: User) -> bool:
        """Whether it waits, and somebody else is at work on it."""
        return self.state == State.PENDING and self.claimed and self.claimed_by_id != by.pk

    @classmethod
    def room_for_one_more(cls, person: User) -> None:
        """ValidationError if this person keeps the officers busy enough."""
        if cls._default_manager.waiting().filter(asked_by=person).count() >= WAITING_AT_MOST:  # type: ignore[attr-defined]
            raise ValidationError(
                _("Ten of your requests are under review. Ask again when one of them is decided."), code="many"
            )

    # What the subclasses say

    def permit(self, verb: str, person: User) -> None:
        """ValidationError unless this person may do `verb` ("accredited", "confirmed" …) to it."""
        raise NotImplementedError

    @property
    def official(self) -> bool:
        """Whether it is of a public body: what is said for it takes a second factor and two people, and so does its end."""
        raise NotImplementedError

    def about(self) -> dict:
        """What the trail says it is about: the organisation, the mandate, the person."""
        raise NotImplementedError

    def interested(self) -> set[int | None]:
        """The ids of those in whose cause it is: they do not decide."""
        return {self.asked_by_id}

    def concerned(self, verb: str) -> set[int | None]:
        """The ids of those whom it is about when `verb` was done."""
        return self.interested()

    def told(self, verb: str) -> set[int | None]:
        """The ids of those who are told by mail that `verb` was done: of a hold, whoever can answer it too."""
        to_all = verb in hold.TOLD_TO_ALL or (verb == "reinstated" and self.official)
        return self.concerned(verb) | (hold.all_told(self.about()["organisation"]) if to_all else set())

    # The verbs

    def claim(self, officer: User) -> None:
        """Take it up, so that nobody else decides about it for half an hour."""
        with self.deciding("claimed", officer):
            self._waits(officer)
            lately = Act.objects.filter(actor=officer, at__gt=timezone.now() - CLAIM_AGAIN, **self.about())
            if lately.filter(verb=f"{self._meta.model_name}.claimed").exists():
                raise ValidationError(
                    _("You started this review within the last day. Decide about it, or leave it to another reviewer."),
                    code="claimed_lately",
                )
            self._turn("claimed", officer)

    def release(self, officer: User) -> None:
        """Put it back for the others."""
        with self.deciding("claimed", officer):
            if self.claimed_by_id == officer.pk:
                self._clear("claimed")
                self._record("released", officer)

    def accredit(self, by: User, reason: Reason = NONE_GIVEN) -> None:
        """Turn the first key."""
        with self.deciding("accredited", by):
            self._waits(by)
            if self.accredited_at:
                raise ValidationError(_("This already has its first approval and needs a second."), code="decided")
            self._turn("accredited", by, reason)

    def confirm(self, by: User, reason: Reason = NONE_GIVEN) -> None:
        """Turn the second key."""
        with self.deciding("confirmed", by):
            self._waits(by)
            self.could_be_confirmed(by)
            self._turn("confirmed", by, reason)

    def could_be_confirmed(self, by: User) -> None:
        """ValidationError unless the first key is turned, and not by whoever would turn the second."""
        if not self.accredited_at:
            raise ValidationError(_("Nobody has approved this yet. Do that first."), code="first_key")
        if self.accredited_by_id == by.pk:
            raise ValidationError(_("You approved this yourself. Someone else has to confirm it."), code="four_eyes")

    def refuse(self, by: User, reason: Reason) -> None:
        with self.deciding("refused", by):
            self._waits(by)
            self._end("refused", by, reason)

    # How each of them goes

    def lock(self) -> None:
        """For the rest of the transaction, and read anew: first the body, on which it depends how many keys it takes."""
        for thing in dict.fromkeys((self.about()["organisation"], self)):
            thing.refresh_from_db(from_queryset=type(thing)._base_manager.select_for_update(no_key=True))

    @contextmanager
    def deciding(self, verb: str, by: User) -> Iterator[None]:
        """A transaction in which this row is locked and read anew: of two who decide at once, the second sees the first, and of
        two things that one person does at once, the second counts the first."""
        with transaction.atomic():
            self.lock()
            held = User.objects.held(by.pk, getattr(self.about().get("person"), "pk", None))
            # As they are now: an officer may have been dismissed meanwhile.
            by = next(each for each in held if each.pk == by.pk)
            self.permit(verb, by)
            self.in_nobodys_own_cause(verb, by)
            yield

    def in_nobodys_own_cause(self, verb: str, by: User) -> None:
        """Whoever asked or is concerned decides nothing for themselves, and an officer nothing about a body for which they speak."""
        if verb in IN_NOBODYS_OWN_CAUSE and by.pk in self.interested():
            raise ValidationError(
                _("You requested this yourself, or it is about you. Someone else has to decide."), code="own_cause"
            )
        if self.partial(verb, by):
            raise ValidationError(PARTIAL, code="own_cause")

    def partial(self, verb: str, by: User) -> bool:
        """Whether `by` speaks for the body, or did: then neither it nor those who speak for it are theirs to decide about, but what
        its stewards decide, and everybody gives back their own."""
        # Imported here: it asks the organisations.
        from accounts.models.stewards import decides_as_steward

        about = self.about()
        body = about["organisation"]
        if verb in ("resigned", "answered") or not body.mandates.granted().filter(person=by).exists():
            return False
        return not ("person" in about and decides_as_steward(verb, body, by))

    def _waits(self, by: User) -> None:
        if self.state != State.PENDING:
            raise ValidationError(_("This has already been decided. Reload the page to see how."), code="decided")
        if self.taken(by):
            raise ValidationError(_("Someone else is reviewing this one. Choose another."), code="claimed")

    def _holds(self) -> None:
        if not self.granted:
            raise ValidationError(_("This is not active, so there is nothing to end."), code="decided")

    def _end(self, verb: str, by: User, reason: Reason, *, told: str = "", **data) -> None:
        if not reason:
            raise ValidationError(_("Give a reason: the people concerned will read it."), code="reason")
        self._turn(verb, by, reason, told=told, **data)

    def _turn(self, verb: str, by: User, reason: Reason = NONE_GIVEN, *, told: str = "", **data) -> None:
        """`told`: what it is called on the trail and in letters, where that is another word."""
        # Whoever decides has done their part: the next one need not wait for the claim to run out.
        self.claimed_by = self.claimed_at = None
        setattr(self, f"{verb}_by", by)
        setattr(self, f"{verb}_at", timezone.now())
        self.save(update_fields=["claimed_by", "claimed_at", "hold_until", "two_keys", f"{verb}_by", f"{verb}_at"])
        self._record(told or verb, by, reason, **data)

    def _clear(self, verb: str) -> None:
        setattr(self, f"{verb}_by", None)
        setattr(self, f"{verb}_at", None)
        self.save(update_fields=[f"{verb}_by", f"{verb}_at"])

    def _record(self, verb: str, by: User | None, reason: Reason = NONE_GIVEN, **data) -> None:
        Act.record(f"{self._meta.model_name}.{verb}", by, reason, **self.about(), **data)
        letters.tell(self, verb, reason)
