from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation


class MandateQuerySet(models.QuerySet["Mandate"]):
    def active(self, at: datetime | None = None) -> "MandateQuerySet":
        """Mandates that may be used at `at` (now): accredited, begun, neither expired nor revoked."""
        at = at or timezone.now()
        return self.filter(
            accredited_at__isnull=False, revoked_at__isnull=True, valid_from__lte=at, valid_until__gt=at
        ).order_by("pk")

    def sectors(self) -> dict[int, str]:
        """{person id: the sector of their first active mandate}, for those who have one; one query."""
        found = self.active().values_list("person", "organisation__sector")
        return dict(reversed(list(found)))


class Mandate(models.Model):
    """One person's verified right to speak for one organisation, for a time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    title = models.CharField(_("title"), max_length=160)
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))
    accredited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="accredited_mandates"
    )
    accredited_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="mandate_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(accredited_by__isnull=True) | ~Q(accredited_by=F("person")),
                name="nobody_accredits_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}, {self.organisation}"

    def active(self, at: datetime | None = None) -> bool:
        """The same rule as MandateQuerySet.active, for one mandate already at hand."""
        at = at or timezone.now()
        return bool(self.accredited_at and not self.revoked_at and self.valid_from <= at < self.valid_until)
