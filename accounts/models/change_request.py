"""Another description of a body that is or was in force: one officer proposes it, another one makes it so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.grounds import NONE_GIVEN, Reason
from accounts.models.act import Act
from accounts.models.user import User

if TYPE_CHECKING:
    from accounts.models.organisation import Organisation


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def waiting(self) -> "ChangeRequestQuerySet":
        """Those to be decided about, the oldest first."""
        return self.filter(outcome=ChangeRequest.Outcome.WAITING).order_by("pk")


class ChangeRequest(models.Model):
    """`before` and `after` are {name of the field: value} of what differs. The body changes when it is confirmed."""

    class Outcome(models.TextChoices):
        WAITING = "", _("under review")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "taken_back", _("withdrawn")

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    # The body it could be taken for from then on, found when it was proposed: officers look.
    alike = models.ForeignKey("accounts.Organisation", models.SET_NULL, null=True, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default=Outcome.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an organisation")
        verbose_name_plural = _("changes of organisations")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(outcome=""), name="one_change_at_a_time"),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed")
                | Q(proposed_by__isnull=True)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="change_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.organisation}"

    @classmethod
    def propose(cls, body: "Organisation", officer: User, **fields) -> "ChangeRequest":
        """An officer proposes another description; nothing changes yet. `fields` as `Organisation.describe` takes them."""
        # Imported here: it asks the organisations.
        from accounts.look_alikes import look_alike

        with body.deciding("described", officer):
            if body.changes.waiting().exists():
                raise cls.one_waits()
            before = {name: getattr(body, name) for name in fields}
            body.set_description(fields)
            after = {name: value for name in fields if (value := getattr(body, name)) != before[name]}
            body.refresh_from_db()
            if not after:
                raise ValidationError(_("Nothing is different. Change something first."), code="same")
            names = (after.get("name", body.name), *after.get("names", {}).values())
            alike = next((found for name in names if (found := look_alike(name, body.sector, besides=body))), None)
            before = {name: before[name] for name in after}
            try:
                with transaction.atomic():
                    change = cls.objects.create(
                        organisation=body, before=before, after=after, alike=alike, proposed_by=officer
                    )
            except IntegrityError as twice:
                raise cls.one_waits() from twice
            change._record("proposed", officer)
        return change

    @staticmethod
    def one_waits() -> ValidationError:
        return ValidationError(
            _("Another change of this organisation is already waiting. Decide about that one first."), code="waits"
        )

    def confirm(self, by: User) -> None:
        """A second officer makes it so; whoever speaks for the body is told by mail."""
        with self._deciding("described", by):
            if self.proposed_by_id == by.pk:
                raise ValidationError(
                    _("You proposed this yourself. Another reviewer has to confirm it."), code="four_eyes"
                )
            body = self.organisation
            if any(getattr(body, name) != value for name, value in self.before.items()):
                raise ValidationError(
                    _("The organisation was changed after this was proposed. Refuse it, and propose it again."),
                    code="meanwhile",
                )
            body.set_description(self.after)
            body.alike = self.alike
            body.save()
            self._close(self.Outcome.CONFIRMED, by)
            letters.tell_of_change(self)

    def refuse(self, by: User, reason: Reason) -> None:
        with self._deciding("described", by):
            if not reason:
                raise ValidationError(_("Give a reason: the person who proposed it will read it."), code="reason")
            self._close(self.Outcome.REFUSED, by, reason)

    def take_back(self, by: User) -> None:
        """Whoever proposed it thinks better of it."""
        with self._deciding("claimed", by):
            if self.proposed_by_id != by.pk:
                raise ValidationError(
                    _("Only the person who proposed this can withdraw it. You can refuse it."), code="own"
                )
            self._close(self.Outcome.TAKEN_BACK, by)

    @contextmanager
    def _deciding(self, verb: str, by: User) -> Iterator[None]:
        """The body is locked first, as for every decision about it; then this row is read anew."""
        with self.organisation.deciding(verb, by):
            self.refresh_from_db(from_queryset=ChangeRequest.objects.select_for_update(no_key=True))
            if self.outcome != self.Outcome.WAITING:
                raise ValidationError(_("This has already been decided. Reload the page to see how."), code="decided")
            yield

    def _close(self, outcome: str, by: User, reason: Reason = NONE_GIVEN) -> None:
        self.outcome, self.decided_by, self.decided_at = outcome, by, timezone.now()
        self.save(update_fields=["outcome", "decided_by", "decided_at"])
        self._record(outcome, by, reason)

    def _record(self, what: str, by: User, reason: Reason = NONE_GIVEN) -> None:
        Act.record(
            f"organisation.change_{what}", by, reason, organisation=self.organisation,
            change=self.pk, before=self.before, after=self.after,
        )  # fmt: skip

    def told(self) -> set[int | None]:
        """The ids of those who are told of it: who asked for the body, its stewards and all who speak for it."""
        running = self.organisation.mandates.granted().filter(valid_until__gt=timezone.now())
        return {self.organisation.asked_by_id, *running.values_list("person", flat=True)}
