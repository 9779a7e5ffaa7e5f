"""Public names people had before, and how often they may change: a name that is trusted is not to be passed around."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import cldr
from accounts.models.name_key import keeps_name

CHANGES, WITHIN = 3, timedelta(days=30)


class NameChange(models.Model):
    """A public name somebody gave up. Moderators see them on the person's page."""

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="earlier_names")
    name = models.CharField(_("earlier name"), max_length=80)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("earlier name")
        verbose_name_plural = _("earlier names")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def permit(cls, person, by_staff: bool = False) -> None:
        """ValidationError unless this person's name may become another one; staff correct as often as it takes."""
        if keeps_name(person):
            raise ValidationError(kept(), code="kept")
        cls.refuse_while_asked(person)
        if by_staff:
            return
        if person.suspended():
            raise ValidationError(
                _("Your account is suspended. You can change your name when the suspension ends."), code="suspended"
            )
        cls.refuse_too_often(person)

    @classmethod
    def refuse_while_asked(cls, person) -> None:
        """ValidationError while officers decide about this person: both keys are turned for the name they looked at.

        Whoever calls it holds the row of the person, so that nothing is asked for between this and the change.
        """
        # Imported here: they stand above people.
        from accounts.models import Mandate, Organisation

        if Mandate.objects.waiting().filter(person=person).exists():
            raise ValidationError(
                _(
                    "Your request to speak for an organisation is under review, and it is tied to your current name. "
                    "Withdraw the request, or wait for the decision; then change the name."
                ),
                code="asked",
            )
        if Organisation.objects.waiting().filter(asked_by=person).exists():
            raise ValidationError(
                _(
                    "Your request to register an organisation is under review, and it is tied to your current name. Wait "
                    "for the decision; then change the name."
                ),
                code="asked",
            )

    @classmethod
    def refuse_too_often(cls, person, now: datetime | None = None) -> None:
        """ValidationError when this person has changed the name as often as one may; it says from when they may again."""
        now = now or timezone.now()
        recent = list(cls.objects.filter(person=person, at__gt=now - WITHIN).values_list("at", flat=True)[:CHANGES])
        if len(recent) == CHANGES:
            raise ValidationError(
                _(
                    "You have changed your name %(times)d times within %(days)d days, and others can no longer tell who "
                    "you are. You can change it again after %(day)s. To correct a typing mistake, write to us."
                ),
                code="too_often",
                params={"times": CHANGES, "days": WITHIN.days, "day": cldr.day((recent[-1] + WITHIN).date())},
            )


def kept() -> str:
    """Why a name stays, and to whom to turn."""
    why = gettext(
        "This name is shown on posts for an organisation, so you cannot change it. To have a mistake "
        "corrected, write to us."
    )
    return f"{why} {settings.CONTACT_EMAIL}".rstrip()
