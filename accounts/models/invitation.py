"""A mandate that is offered, and begins when somebody accepts it: whoever comes with a link, or whoever owns the mailbox it was
sent to. For one person, once, and not for long; until then there is no mandate, and nobody can be seen to have one."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import invitation_letters
from accounts.models.accredited import PARTIAL, State
from accounts.models.act import Act
from accounts.models.columns import different
from accounts.models.mandate import Mandate
from accounts.models.organisation import Organisation
from accounts.models.stewards import stewards
from accounts.models.user import User
from accounts.names import clean_title
from dialogue.limits.keys import hashed

# The longest a link, or a letter, can be used.
LASTS = timedelta(days=14)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def digest_of_mailbox(address: str) -> str:
    return hashed("invited mailbox", address.lower())


def may_invite(person: User | None, organisation: Organisation) -> bool:
    """Whether they turn the first key for this body: an officer, or one of its stewards."""
    return person is not None and (person.officer or stewards(organisation, person))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_digest=digest_of(token))

    def sent_to(self, address: str) -> "InvitationQuerySet":
        return self.filter(mailbox_digest=digest_of_mailbox(address))

    def offered_to(self, person: User) -> "InvitationQuerySet":
        """Those that this person can accept, and has not declined."""
        waiting = self.filter(used_at=None, cancelled_at=None, declined_at=None, expires_at__gt=timezone.now())
        return waiting.sent_to(person.email)

    def forget_mailboxes(self, now: datetime) -> int:
        """Of those that nobody can accept any more; how many."""
        return self.filter(expires_at__lte=now).exclude(mailbox_digest="").update(mailbox_digest="")


class Invitation(models.Model):
    """Whoever made it has turned the first key for whoever comes with the link. The link itself is not kept, only its digest."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    title = models.CharField(_("title"), max_length=160)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    territory = models.CharField(_("territory"), max_length=160, blank=True)
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    # Of the mailbox whose owner alone accepts it; empty for a link that is passed on by hand. Whether there is an account is not
    # looked at, so that nobody who invites learns it.
    mailbox_digest = models.CharField(
        max_length=40, blank=True, default="", db_default="", editable=False, db_index=True
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # Told to nobody: that somebody declines would say that they have an account.
    declined_at = models.DateTimeField(null=True)

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
        draft = cls(
            organisation=organisation, made_by=by, title=clean_title(title), themes=themes or [], territory=territory,
            valid_from=valid_from, valid_until=valid_until,
        )  # fmt: skip
        with transaction.atomic():
            draft.hold()
            draft.could_be_made()
            return [draft.make(lasts, "made") for _each in range(number)]

    def hold(self) -> None:
        """The body as it is now, and whoever invites as long as they are inside: both may be decided about meanwhile."""
        self.organisation.lock()
        self.made_by = User.objects.inside(cast(User, self.made_by))

    def could_be_made(self) -> None:
        """ValidationError unless whoever makes it could turn the first key for this mandate."""
        by, body = cast(User, self.made_by), self.organisation
        if not may_invite(by, body) or body.state != State.ACTIVE:
            raise ValidationError(
                _("Only reviewers, and coordinators of an active organisation, can invite."), code="officer"
            )
        mandate = Mandate(
            person=by, organisation=body, title=self.title, themes=self.themes, territory=self.territory,
            valid_from=self.valid_from, valid_until=self.valid_until,
        )  # fmt: skip
        mandate.clean()
        if mandate.partial("accredited", by):
            raise ValidationError(PARTIAL, code="own_cause")

    def make(self, lasts: timedelta, verb: str) -> str:
        """Write a new one like this down; the secret part of its link."""
        token = secrets.token_urlsafe(32)
        self.pk, self.token_digest = None, digest_of(token)
        self.expires_at = timezone.now() + min(lasts, LASTS)
        self.save(force_insert=True)
        Act.record(f"invitation.{verb}", self.made_by, organisation=self.organisation, invitation=self.pk)
        return token

    def could_be_sent(self, address: str) -> None:
        """ValidationError unless it could be sent to this mailbox now. Nothing of this depends on whose mailbox it is."""
        self.could_be_made()
        if address == cast(User, self.made_by).email:
            raise ValidationError(_("This is your own address. Someone else has to invite you."), code="own_cause")
        sent = Invitation.objects.sent_to(address).filter(organisation=self.organisation, cancelled_at=None)
        if sent.filter(expires_at__gt=timezone.now()).exists():
            raise ValidationError(
                _("This address was already invited to speak for this organisation within the last two weeks."),
                code="twice",
            )

    def send(self, address: str) -> None:
        """Offer it to whoever owns this mailbox, by a letter; also on the page of their mandates, where they have an account."""
        with transaction.atomic():
            # Of two officers with the same list, the second sees what the first has sent.
            self.hold()
            self.could_be_sent(address)
            self.mailbox_digest = digest_of_mailbox(address)
            invitation_letters.write(address, self.make(LASTS, "sent"))

    def accept(self, person: User) -> Mandate:
        """Whoever comes with the link asks, and the first key is turned at once by whoever invited them."""
        with transaction.atomic():
            self.organisation.lock()
            self.refresh_from_db(from_queryset=Invitation.objects.select_for_update(no_key=True))
            User.objects.held(person.pk, self.made_by_id)
            if self.refusal:
                raise ValidationError(self.refusal, code="link")
            self.for_whom_it_is(person)
            if person.pk == self.made_by_id:
                raise ValidationError(
                    _("You made this link yourself. Send it to the person it is for."), code="own_cause"
                )
            if self.made_by is None or not may_invite(self.made_by, self.organisation):
                raise ValidationError(
                    _("The person who made this link can no longer invite. Ask the organisation for a new one."),
                    code="inviter",
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

    def decline(self, person: User) -> None:
        """Whoever it was sent to does not want it: it is gone for them, and nobody is told."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Invitation.objects.select_for_update(no_key=True))
            if self.refusal:
                raise ValidationError(self.refusal, code="link")
            self.for_whom_it_is(person)
            self.declined_at = timezone.now()
            self.save(update_fields=["declined_at"])

    def for_whom_it_is(self, person: User) -> None:
        if not self.mailbox_digest:
            return
        if self.mailbox_digest != digest_of_mailbox(person.email):
            raise ValidationError(
                _("This invitation was sent to a different address. Only the owner of that address can accept it."),
                code="mailbox",
            )
        if self.declined_at:
            raise ValidationError(
                _("You have declined this. Ask the organisation for another invitation."), code="declined"
            )

    def cancel(self, by: User) -> None:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Invitation.objects.select_for_update(no_key=True))
            if not may_invite(by, self.organisation):
                raise ValidationError(
                    _("Only people who can invite for this organisation can cancel a link."), code="officer"
                )
            if self.refusal:
                raise ValidationError(self.refusal, code="link")
            self.cancelled_at = timezone.now()
            self.save(update_fields=["cancelled_at"])
            Act.record("invitation.cancelled", by, organisation=self.organisation, invitation=self.pk)

    @property
    def refusal(self) -> str:
        """Why the link cannot be used, and what to do next; "" while it can."""
        if self.used_at:
            return gettext(
                "This link has already been used. Each link works once. Ask the organisation for another one."
            )
        if self.cancelled_at:
            return gettext(
                "The organisation has cancelled this link. Ask the organisation whether you can have another one."
            )
        if self.expires_at <= timezone.now():
            return gettext("This link has expired. Ask the organisation for another one.")
        return ""
