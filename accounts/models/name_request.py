"""A name that was refused for what it could be taken for, and somebody who says that it is theirs: two officers look."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.name_change import NameChange
from accounts.models.user import User
from accounts.names import LIMIT, well_formed

WHY_LIMIT = 300
KEPT = timedelta(days=90)


class NameRequestQuerySet(models.QuerySet["NameRequest"]):
    def waiting(self) -> "NameRequestQuerySet":
        """Those that nobody has decided about, the oldest first."""
        return self.filter(granted=None).order_by("pk")

    def forget(self, now) -> int:
        """What was asked long ago, decided or not: whoever still wants it asks again."""
        return self.filter(asked_at__lte=now - KEPT).delete()[0]


class NameRequest(models.Model):
    """`granted` is None while it waits. What officers propose, and why, is a `NameDecision`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="name_requests")
    name = models.CharField(_("requested name"), max_length=LIMIT)
    why = models.CharField(_("why it is yours"), max_length=WHY_LIMIT)
    asked_at = models.DateTimeField(default=timezone.now)
    granted = models.BooleanField(null=True)

    objects = NameRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a name")
        verbose_name_plural = _("requests for names")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(granted__isnull=True), name="one_name_asked_for")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def ask(cls, person: User, raw: str, why: str) -> "NameRequest":
        """ValidationError says why not."""
        person = User.objects.inside(person)
        if not EmailAddress.objects.filter(user=person, verified=True).exists():
            raise ValidationError(_("Confirm your e-mail address first: we will write to you there."), code="mailbox")
        if waits := cls.objects.waiting().filter(person=person).first():
            raise ValidationError(
                _("You have already asked for a name: %(name)s. Wait for the answer, then ask again."),
                code="asked",
                params={"name": waits.name},
            )
        if person.name:
            NameChange.permit(person)
        name, why = well_formed(raw), why.strip()
        if not why:
            raise ValidationError(_("Say in a sentence why this is your name."), code="why")
        User.refuse_taken(name, person)
        return cls.objects.create(person=person, name=name, why=why)

    @property
    def reason(self) -> str:
        """What officers said to it."""
        return self.decisions.get(begun_at__isnull=False).reason

    def refused_because(self) -> str:
        """Why the name cannot be had without a look, as things are now; "" when it can by now."""
        # Imported here: it asks the organisations, which stand above people.
        from accounts.deceiving import refuse_deceiving

        try:
            refuse_deceiving(self.name, self.person)
        except ValidationError as refusal:
            return refusal.messages[0]
        return ""
