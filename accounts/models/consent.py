from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.documents import CURRENT, TITLES, VERSIONS


class Consent(models.Model):
    """One person agreed to one version of one document."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    document = models.CharField(_("document"), max_length=16, choices=TITLES.items())
    version = models.CharField(_("version"), max_length=10)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "document", "version"], name="agreed_once_to_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"

    @classmethod
    def accept(cls, person) -> None:
        """`person` agrees to every document as it stands now."""
        person.agreed = CURRENT
        with transaction.atomic():
            person.save(update_fields=["agreed"])
            Consent.objects.bulk_create(
                [Consent(person=person, document=name, version=version) for name, version in VERSIONS.items()],
                ignore_conflicts=True,
            )
