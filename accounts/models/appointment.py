"""Giving powers and taking them: two administrators, each time. The first ones are made on the server (`manage.py appoint`)."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.models.act import Act
from accounts.models.proposal import Proposal, ProposalQuerySet
from accounts.models.user import User


class Power(models.TextChoices):
    """What somebody can be appointed to."""

    MODERATOR = "moderator", _("moderator")
    LEAD = "lead", _("leading moderator")
    OFFICER = "officer", _("reviewer")
    ADMINISTRATOR = "administrator", _("administrator")


# The columns that say it; the first one tells whether somebody has the power.
COLUMNS = {
    Power.MODERATOR: ("is_staff",),
    Power.LEAD: ("is_lead", "is_staff"),
    Power.OFFICER: ("is_officer",),
    Power.ADMINISTRATOR: ("is_superuser", "is_staff"),
}
# Who is no moderator any more leads none and administers nothing.
TAKEN_WITH = {Power.MODERATOR: ("is_staff", "is_lead", "is_superuser")}


def columns_of(power: Power, gives: bool) -> tuple[str, ...]:
    """Those that are set when it is given, or taken."""
    return COLUMNS[power] if gives else TAKEN_WITH.get(power, COLUMNS[power][:1])


def verb(power: Power, gives: bool) -> str:
    """How the audit trail says it: named after the power alone, whatever goes with it."""
    return f"{power.value}.{'appointed' if gives else 'dismissed'}"


class Appointment(Proposal):
    """`power` is given to the person, or taken from them."""

    power = models.CharField(_("role"), max_length=16, choices=Power.choices)
    gives = models.BooleanField(_("give it"), default=True)

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")

    def able(self, by: User) -> bool:
        return by.administrator

    def _beside(self) -> list[Power]:
        """Which others are given, or taken, along with it."""
        columns = columns_of(Power(self.power), self.gives)
        return [power for power in Power if power != self.power and COLUMNS[power][0] in columns]

    def with_it(self) -> list[str]:
        """What this person has, or lacks, of those."""
        return [str(power.label) for power in self._beside() if getattr(self.person, COLUMNS[power][0]) != self.gives]

    def overtaken(self) -> str:
        """What others have given or taken since somebody proposed this, of all that it would give or take, they have decided anew;
        also where it is again as it was then."""
        verbs = [
            verb(power, gives)
            for power in Power
            for gives in (True, False)
            if set(columns_of(power, gives)) & set(columns_of(Power(self.power), self.gives))
        ]
        if not Act.objects.filter(person=self.person_id, verb__in=verbs, at__gt=self.proposed_at).exists():
            return ""
        return str(_("This person’s roles have changed since this was proposed. Check them, and propose it again."))

    def sensible(self) -> None:
        if getattr(self.person, COLUMNS[Power(self.power)][0]) == self.gives:
            raise ValidationError(_("This is already so. There is nothing to change."), code="decided")
        if self.gives and not (self.person.may_act and self.person.name):
            raise ValidationError(
                _("Only someone with a public name, who is not suspended and not leaving, can have this role."),
                code="state",
            )

    def begin(self) -> None:
        entrust(self.person, Power(self.power), self.gives, self.confirmed_by)
        words = {"appointment": self, "said": self.reason}
        transaction.on_commit(partial(letters.write, self.person, "person_appointed", words), robust=True)


def entrust(person: User, power: Power, gives: bool, by: User | None) -> None:
    """Set the columns and write it down; `by` is None on the server. Whoever calls it has asked the rules."""
    columns = columns_of(power, gives)
    for column in columns:
        setattr(person, column, gives)
    person.save(update_fields=list(columns))
    Act.record(verb(power, gives), by, person=person)
