"""Another e-mail address for an account: told to the mailbox it has now, and carried out after a wait in which whoever reads
that mailbox can stop it. A session that was borrowed, or staff gone bad, must not make the account theirs."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import ways_in
from accounts.housekeeping import each
from accounts.mailboxes import mailbox
from accounts.models.columns import different
from accounts.models.user import User

# Long enough for a weekend without mail.
WAIT = timedelta(hours=72)
KEPT_DAYS = 30


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def pending(self) -> "AddressChangeQuerySet":
        return self.filter(stopped_at=None, done_at=None)

    def announced(self) -> "AddressChangeQuerySet":
        return self.pending().filter(due_at__isnull=False)

    def due(self, now: datetime) -> "AddressChangeQuerySet":
        return self.pending().filter(due_at__lte=now)

    def by_token(self, token: str) -> "AddressChangeQuerySet":
        """What the link in a letter is about."""
        return self.filter(token_digest=_digest(token))


class AddressChange(models.Model):
    """`person` is to have `address`. `asked_by` is they themselves, or the first of two people in a recovery; `confirmed_by`
    the second. Until it is announced there is no day for it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="address_changes")
    address = models.EmailField(_("new e-mail address"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # Of the link that stops it; only its digest is kept.
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an e-mail address")
        verbose_name_plural = _("changes of e-mail addresses")
        ordering = ["-pk"]
        constraints = [
            different("asked_by", "confirmed_by", "takes_two"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(stopped_at=None, done_at=None), name="one_address_change_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.address}"

    @classmethod
    def ask(cls, person: User, address: str, by: User) -> "AddressChange":
        """What they asked for themselves gives way to a new wish, a recovery does not: a thief would end it by asking. Who may
        ask for whom is the caller's to know."""
        with transaction.atomic():
            if by == person:
                User.objects.inside(by)
            else:
                User.objects.held(person.pk)
            waiting = cls.objects.filter(person=person).pending()
            if waiting.exclude(asked_by=person).exists():
                raise ValidationError(
                    _("Someone has asked us to change the address of this account. If it was not you, write to us."),
                    code="recovery",
                )
            waiting.update(stopped_at=timezone.now())
            return cls.objects.create(person=person, address=mailbox(address), asked_by=by)

    def announce(self) -> None:
        """From now on it waits for its day; the mailbox that the account has now is told how to stop it."""
        token = secrets.token_urlsafe(24)
        self.due_at, self.token_digest = timezone.now() + WAIT, _digest(token)
        self.save(update_fields=["due_at", "token_digest", "confirmed_by", "confirmed_at"])
        stop = reverse("stop-address-change", args=[token])
        by_two = self.asked_by_id != self.person_id
        self._tell("address_change_asked", stop_url=stop, when=self.due_at, by_two=by_two)

    @property
    def waits(self) -> bool:
        return self.stopped_at is None and self.done_at is None

    def stop(self) -> bool:
        """It does not happen; False when it has ended already."""
        now = timezone.now()
        stopped = AddressChange.objects.filter(pk=self.pk).pending().update(stopped_at=now)
        self.stopped_at = now if stopped else self.stopped_at
        return bool(stopped)

    def stop_from_mailbox(self) -> bool:
        """Stopped by the link: somebody else is signed in to the account, so every session of it ends."""
        stopped = self.stop()
        if stopped:
            for session in UserSession.objects.filter(user=self.person_id):
                session.end()
        return stopped

    def carry_out(self) -> bool:
        """The account has the new address; False when it was stopped, when they have left, or when another account has come to
        use the address."""
        with transaction.atomic():
            [person] = User.objects.held(self.person_id, keys=True)
            self.refresh_from_db(from_queryset=AddressChange.objects.select_for_update(no_key=True))
            if not self.waits:
                return False
            others = User.objects.exclude(pk=person.pk)
            if person.left_at or others.filter(Q(email=self.address) | Q(emailaddress__email=self.address)).exists():
                self.stop()
                return False
            self._tell("address_changed")
            person.email, self.done_at = self.address, timezone.now()
            self.save(update_fields=["done_at"])
            if self.asked_by_id != person.pk:
                # A recovery: whoever has been inside until now is not who it is for, nor is what they signed in with.
                ways_in.close(person)
                self._call_off_leaving(person)
            EmailAddress.objects.filter(user=person).exclude(email=self.address).delete()
            EmailAddress.objects.update_or_create(
                user=person, email=self.address, defaults={"verified": True, "primary": True}
            )
            person.save(update_fields=["email", "leaves_at"])
        return True

    def _call_off_leaving(self, person: User) -> None:
        """Whoever asked to erase the account was inside before; its owner is told, and may ask anew."""
        if person.leaves_at:
            person.leaves_at = None
            told = ("accounts/email/leaving_called_off", self.address, {"given_back": True})
            transaction.on_commit(lambda: get_adapter().send_mail(*told))

    def _tell(self, what: str, **words) -> None:
        """The mailbox that the account has now, once this is committed."""
        old, words = User.objects.get(pk=self.person_id).email, words | {"address": self.address}
        transaction.on_commit(lambda: get_adapter().send_mail(f"accounts/email/{what}", old, words))


def carry_out_due(now: datetime) -> int:
    """A job: the changes whose wait is over; how many were carried out. What ended a month ago is forgotten."""
    old = now - timedelta(days=KEPT_DAYS)
    AddressChange.objects.filter(Q(done_at__lt=old) | Q(stopped_at__lt=old)).delete()
    return each(AddressChange.objects.due(now), AddressChange.carry_out)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
