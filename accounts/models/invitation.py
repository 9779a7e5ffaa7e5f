"""A link by which somebody of a delegation gets a mandate: for one person, once, and not for long."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.accredited import State
from accounts.models.act import Act
from accounts.models.columns import different
from accounts.models.mandate import Mandate
from accounts.models.organisation import Organisation
from accounts.models.stewards import stewards
from accounts.models.user import User
from accounts.names import clean_title

# The longest a link can be used.
LASTS = timedelta(days=14)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def may_invite(person: User | None, organisation: Organisation) -> bool:
    """Whether they turn the first key for this body: an officer, or one of its stewards."""
    return person is not None and (person.officer or stewards(organisation, person))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_digest=digest_of(token))

    def usable(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, cancelled_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Whoever made it has turned the first key for whoever comes with the link. The link itself is not kept, only its digest."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    title = models.CharField(_("title"), max_length=160)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    territory = models.CharField(_("territory"), max_length=160, blank=True)
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [different("used_by", "made_by", "nobody_accepts_their_own")]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    @classmethod
    def invite(
        cls, by: User, organisation: Organisation, number: int, lasts: timedelta, title: str,
        valid_from: datetime, valid_until: datetime, themes: list[str] | None = None, territory: str = "",
    ) -> list[str]:  # fmt: skip
        """The secret parts of as many new links, to be shown once."""
        if not may_invite(by, organisation) or organisation.state != State.ACTIVE:
            raise ValidationError(
                _("Only accreditation officers, and the stewards of a body in force, invite."), code="officer"
            )
        fields = {
            "title": clean_title(title), "themes": themes or [], "territory": territory,
            "valid_from": valid_from, "valid_until": valid_until,
        }  # fmt: skip
        Mandate(person=by, organisation=organisation, **fields).clean()
        tokens = [secrets.token_urlsafe(32) for _each in range(number)]
        expires = timezone.now() + min(lasts, LASTS)
        with transaction.atomic():
            for token in tokens:
                made = cls.objects.create(
                    organisation=organisation, token_digest=digest_of(token), made_by=by, expires_at=expires, **fields
                )
                Act.record("invitation.made", by, organisation=organisation, invitation=made.pk)
        return tokens

    def accept(self, person: User) -> Mandate:
        """Whoever comes with the link asks, and the first key is turned at once by whoever invited them."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Invitation.objects.select_for_update())
            if self.refusal:
                raise ValidationError(self.refusal, code="link")
            if person.pk == self.made_by_id:
                raise ValidationError(
                    _("You made this link yourself. It is for somebody else: send it to them."), code="own_cause"
                )
            if self.made_by is None or not may_invite(self.made_by, self.organisation):
                raise ValidationError(
                    _("Whoever made this link may not invite any more. Ask the body for a new one."), code="inviter"
                )
            begins = max(self.valid_from, timezone.now())
            mandate = Mandate.ask(
                person, self.organisation, self.title, begins, self.valid_until, self.themes, self.territory
            )
            self.used_by, self.used_at = person, timezone.now()
            self.save(update_fields=["used_by", "used_at"])
            Act.record("invitation.accepted", person, **mandate.about(), invitation=self.pk)
            mandate.accredit(self.made_by)
        return mandate

    def cancel(self, by: User) -> None:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Invitation.objects.select_for_update())
            if not may_invite(by, self.organisation):
                raise ValidationError(_("Only those who can invite for this body cancel a link."), code="officer")
            if self.refusal:
                raise ValidationError(self.refusal, code="link")
            self.cancelled_at = timezone.now()
            self.save(update_fields=["cancelled_at"])
            Act.record("invitation.cancelled", by, organisation=self.organisation, invitation=self.pk)

    @property
    def refusal(self) -> str:
        """Why the link cannot be used, and what to do next; "" while it can."""
        if self.used_at:
            return gettext("This link has been used; each is for one person, once. Ask the body for another one.")
        if self.cancelled_at:
            return gettext("This link was cancelled by the body. Ask there whether you should have another one.")
        if self.expires_at <= timezone.now():
            return gettext("The time to use this link has passed. Ask the body for another one.")
        return ""
