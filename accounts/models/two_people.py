"""What takes two people: one proposes it and says why, another who could have proposed it confirms it, and only then it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.grounds import WORDS_LIMIT
from accounts.models.act import Act
from accounts.models.columns import different
from accounts.models.user import User

# How long a proposal waits for the second person.
WAITS = timedelta(days=3)


def _by() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


class ProposalQuerySet(models.QuerySet):
    def waiting(self) -> "ProposalQuerySet":
        """Those that a second person may still confirm, the oldest first."""
        open_still = self.filter(begun_at=None, proposed_at__gt=timezone.now() - WAITS)
        return open_still.exclude(declined_at__isnull=False, declined_by=F("proposed_by")).order_by("proposed_at", "pk")


class TwoPeople(models.Model):
    """`begun_at` says since when it is done. Whoever proposed it can take it back; another who does not agree says so to the
    others, and stops nothing: one person alone protects nobody from the rest."""

    reason = models.TextField(_("reason"), max_length=WORDS_LIMIT)
    proposed_by, proposed_at = _by(), models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by, confirmed_at = _by(), models.DateTimeField(null=True, editable=False)
    declined_by, declined_at = _by(), models.DateTimeField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [different("confirmed_by", "proposed_by", "two_people")]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    # What the subclasses say

    def about(self) -> str:
        """The name of the field that says what it is about."""
        raise NotImplementedError

    def locked(self, by: User) -> Any:
        """What it is about, read anew and held with `by` for as long as the transaction lasts: of two who decide at once, the
        second sees the first."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """What the audit trail says of it."""
        raise NotImplementedError

    def able(self, by: User) -> bool:
        """Whether `by` could propose it, and confirm what another has proposed."""
        raise NotImplementedError

    def alone(self, by: User) -> bool:
        """Whether one person is enough, and `by` is that person."""
        return False

    def begin(self) -> None:
        """Do it, in the running transaction."""
        raise NotImplementedError

    def sensible(self) -> None:
        """ValidationError when there is nothing to be done."""

    def same(self) -> dict[str, Any]:
        """What proposals about the same matter have in common with this one."""
        return {self.about(): getattr(self, self.about())}

    def decided_since(self) -> models.QuerySet:
        """Those about the same matter that were done after this one was proposed."""
        return type(self)._base_manager.filter(**self.same(), begun_at__gt=self.proposed_at)

    def overtaken(self) -> str:
        """What has happened since it was proposed, and what to do, where confirming it would do more than was proposed; else
        nothing. What others have decided meanwhile is not undone by it, also where all is again as it was."""
        if not self.decided_since().exists():
            return ""
        return str(
            _("Others have decided about this since it was proposed. Check what applies now, and propose it again.")
        )

    def open_to(self, by: User) -> bool:
        """Whether `by` may be the second person."""
        return by.pk != self.proposed_by_id and self.able(by)

    # The verbs

    @classmethod
    def _propose(cls, by: User, reason: str, **what) -> Self:
        """It is done at once where one person is enough, else it waits; the proposal. ValidationError says why not."""
        if not (reason := reason.strip()):
            raise ValidationError(_("Give a reason: the people concerned will read it."), code="reason")
        if len(reason) > WORDS_LIMIT:
            raise ValidationError(
                _("This reason is longer than %(limit)d characters. Shorten it."),
                code="reason", params={"limit": WORDS_LIMIT},
            )  # fmt: skip
        with transaction.atomic():
            proposal = cls(reason=reason, **what)
            setattr(proposal, proposal.about(), proposal.locked(by))
            by = proposal._allowed(by)
            proposal.sensible()
            proposal.proposed_by = by
            proposal.save()
            if proposal.alone(by):
                proposal._done()
            proposal._record("proposed", by)
        return proposal

    def confirm(self, by: User) -> None:
        """The second person agrees, and it is done."""
        with self._deciding(by) as second:
            if self.proposed_by_id == second.pk:
                raise ValidationError(
                    _("You proposed this yourself. Someone else has to confirm it."), code="four_eyes"
                )
            first = self.proposed_by and User.objects.get(pk=self.proposed_by.pk)
            if first is None or not self.able(first):
                raise ValidationError(
                    _("The person who proposed this can no longer do so. Propose it yourself, if it is right."),
                    code="first",
                )
            if said := self.overtaken():
                raise ValidationError(said, code="decided")
            self.sensible()
            self.confirmed_by, self.confirmed_at = second, timezone.now()
            self._done()
            self._record("confirmed", second)

    def decline(self, by: User) -> None:
        """A second person does not agree, or the first takes it back."""
        with self._deciding(by) as second:
            self.declined_by, self.declined_at = second, timezone.now()
            self.save(update_fields=["declined_by", "declined_at"])
            self._record("declined", second)

    @property
    def taken_back(self) -> bool:
        return bool(self.declined_at) and self.declined_by_id == self.proposed_by_id

    # How each of them goes

    @contextmanager
    def _deciding(self, by: User) -> Iterator[User]:
        """A transaction in which what it is about is locked and everything is read anew, what `by` may do included."""
        with transaction.atomic():
            held = self.locked(by)
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(no_key=True))
            setattr(self, self.about(), held)
            if self.begun_at or self.taken_back or self.proposed_at <= timezone.now() - WAITS:
                raise ValidationError(_("This has already been decided. Reload the page to see how."), code="decided")
            yield self._allowed(by)

    def _allowed(self, by: User) -> User:
        by = User.objects.get(pk=by.pk)
        if not self.able(by):
            raise ValidationError(
                _("Only people with more responsibility can decide this. Tell one of them what you saw."),
                code="rank",
            )
        return by

    def _done(self) -> None:
        self.begun_at = timezone.now()
        self.begin()
        self.save()

    def _record(self, verb: str, by: User) -> None:
        """Last of all, as every act: whoever has the trail waits for nothing that others hold while they wait for it."""
        Act.record(f"{self._meta.model_name}.{verb}", by, **self.facts(), proposal=self.pk)
