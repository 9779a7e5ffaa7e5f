"""What shows that a body is who it says, or that a mandate was given: a mailbox, a DNS record, a document, a note."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.files import drawer, put_away
from accounts.free_mail import FREE_MAIL, domain_of
from accounts.housekeeping import each
from accounts.mailboxes import mailbox
from accounts.models.accredited import Accredited, State
from accounts.models.act import Act
from accounts.models.evidence_budget import room_for
from accounts.models.mandate import Mandate
from accounts.models.organisation import Organisation
from accounts.models.user import User

DOCUMENTS, NOTES = 5, 20
# How long a document is kept after the last decision.
KEPT = timedelta(days=90)
KEPT_UNDECIDED = timedelta(days=365)
# How long a code is good, how often it may be tried, how many are sent in a day for one application and to one mailbox.
GOOD_FOR, TRIES, CODES_A_DAY, CODES_TO_ONE = timedelta(minutes=settings.CODE_MINUTES), 5, 5, 3
DAY = timedelta(days=1)


class Kind(models.TextChoices):
    MAILBOX = "mailbox", _("mailbox at the domain")
    DNS = "dns", _("record in the domain’s DNS")
    DOCUMENT = "document", _("document")
    NOTE = "note", _("note")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of(self, subject: Accredited) -> "EvidenceQuerySet":
        """What was handed in for one application, the oldest first; codes that were never typed in show nothing."""
        return self.filter(**{str(subject._meta.model_name): subject}).order_by("pk")

    def shown(self) -> "EvidenceQuerySet":
        return self.exclude(kind=Kind.MAILBOX, checked_at=None)

    def on_file(self) -> "EvidenceQuerySet":
        return self.exclude(file="")


class Evidence(models.Model):
    """One piece of it. Of a document the row stays, with what it was; the file goes when its time is over."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="evidence")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    # A note, the address of a mailbox, or a domain.
    words = models.TextField(max_length=2000, blank=True)
    # What stands in a DNS record.
    token = models.CharField(max_length=64, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=64, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(mandate__isnull=True), name="evidence_for_one_application"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def subject(self) -> Accredited:
        return self.mandate or self.organisation  # type: ignore[return-value]

    @property
    def record(self) -> str:
        """What the body publishes in its DNS."""
        return f"solidaction-verification={self.token}"

    # Handing in

    @classmethod
    @contextmanager
    def adding(cls, subject: Accredited, person: User) -> Iterator[EvidenceQuerySet]:
        """A transaction in which the application is locked: of two who add at once, the second sees the first."""
        with transaction.atomic():
            subject.lock()
            person = User.objects.inside(person)
            if person.pk not in subject.interested() and not person.officer:
                raise ValidationError(_("Only the applicant and reviewers can add evidence."), code="not_yours")
            if subject.state != State.PENDING and not person.officer:
                raise ValidationError(_("This has been decided. You can no longer add evidence."), code="decided")
            yield cls.objects.of(subject)

    @classmethod
    def _add(cls, subject: Accredited, person: User, kind: Kind, **fields) -> "Evidence":
        piece = cls.objects.create(**{str(subject._meta.model_name): subject}, kind=kind, added_by=person, **fields)
        Act.record("evidence.added", person, **subject.about(), kind=kind, evidence=piece.pk)
        return piece

    @classmethod
    def note(cls, subject: Accredited, person: User, words: str) -> "Evidence":
        with cls.adding(subject, person) as there:
            if not words.strip() or len(words) > 2000:
                raise ValidationError(_("Write between one and 2,000 characters."), code="words")
            if there.filter(kind=Kind.NOTE).count() >= NOTES:
                raise ValidationError(_("There are already twenty notes. Upload a document instead."), code="many")
            return cls._add(subject, person, Kind.NOTE, words=words.strip())

    @classmethod
    def document(cls, subject: Accredited, person: User, upload: File) -> "Evidence":
        with cls.adding(subject, person) as there:
            if there.filter(kind=Kind.DOCUMENT).count() >= DOCUMENTS:
                raise ValidationError(
                    _("You can upload five documents at most. Put several pages into one file."), code="many"
                )
            room_for(upload.size, person, cls.objects.filter(kind=Kind.DOCUMENT, added_by=person))
            kept = put_away(upload)
            try:
                return cls._add(
                    subject, person, Kind.DOCUMENT,
                    file=kept.name, file_type=kept.type, size=kept.size, sha256=kept.sha256,
                )  # fmt: skip
            except BaseException:
                drawer().delete(kept.name)
                raise

    @classmethod
    def publish(cls, subject: Accredited, person: User, domain: str) -> "Evidence":
        """A record to publish at `domain`; asked for again, it is the same one."""
        with cls.adding(subject, person) as there:
            domain = own_domain(subject, domain)
            piece = there.filter(kind=Kind.DNS, words=domain).first()
            return piece or cls._add(subject, person, Kind.DNS, words=domain, token=secrets.token_urlsafe(24))

    @classmethod
    def write_to(cls, subject: Accredited, person: User, address: str) -> tuple["Evidence", str]:
        """A code for a mailbox at a domain of the body, to be mailed there; what was sent before is void."""
        with cls.adding(subject, person) as there:
            address = mailbox(address)
            own_domain(subject, domain_of(address))
            today = cls.objects.filter(kind=Kind.MAILBOX, added_at__gt=timezone.now() - DAY)
            to_one = today.filter(words=address).count() >= CODES_TO_ONE
            if to_one or today.filter(pk__in=there).count() >= CODES_A_DAY:
                raise ValidationError(_("Too many codes were sent today. Try again tomorrow."), code="often")
            there.filter(kind=Kind.MAILBOX, checked_at=None).update(code_digest="")
            digits = f"{secrets.randbelow(10**8):08d}"
            piece = cls._add(subject, person, Kind.MAILBOX, words=address)
            piece.code_digest = piece.digest_of(digits)
            piece.save(update_fields=["code_digest"])
        return piece, f"{digits[:4]}-{digits[4:]}"

    def digest_of(self, digits: str) -> str:
        return salted_hmac("accounts.evidence", f"{self.pk}:{digits}", algorithm="sha256").hexdigest()

    @classmethod
    def type_in(cls, subject: Accredited, person: User, digits: str) -> "Evidence":
        """The code that came to the mailbox: few tries, each counted whatever comes of it."""
        with cls.adding(subject, person) as there:
            open_ = there.filter(kind=Kind.MAILBOX, checked_at=None, tries__lt=TRIES).exclude(code_digest="")
            piece = open_.filter(added_at__gt=timezone.now() - GOOD_FOR).last()
            fits = False
            if piece:
                fits = constant_time_compare(piece.digest_of(digits), piece.code_digest)
                piece.tries += 1
                piece.checked_at = timezone.now() if fits else None
                piece.save(update_fields=["tries", "checked_at"])
            if piece and fits:
                Act.record("evidence.checked", person, **subject.about(), kind=Kind.MAILBOX, evidence=piece.pk)
        if piece is None:
            raise ValidationError(_("There is no code to type. Ask for a new one."), code="void")
        if not fits:
            raise ValidationError(
                _("This is not the code we sent. Check the newest e-mail, and type all eight digits."), code="wrong"
            )
        return piece

    # What officers do with it

    def check_record(self, officer: User) -> None:
        """An officer has looked the record up with their own tools and found it."""
        with transaction.atomic():
            self._by_officer(officer)
            self.subject.in_nobodys_own_cause("accredited", officer)
            if self.kind != Kind.DNS or self.checked_at:
                raise ValidationError(_("There is nothing left to check here."), code="decided")
            self.checked_by, self.checked_at = officer, timezone.now()
            self.save(update_fields=["checked_by", "checked_at"])
            Act.record("evidence.checked", officer, **self.subject.about(), kind=self.kind, evidence=self.pk)

    def read(self, officer: User, original: bool = False) -> File:
        """The document, opened; that somebody read it is written down, and whether they had the original."""
        with transaction.atomic():
            self._by_officer(officer)
            if not self.file:
                raise ValidationError(_("This document has been deleted."), code="removed")
            Act.record(
                "evidence.taken" if original else "evidence.read", officer, **self.subject.about(), evidence=self.pk
            )
            return drawer().open(self.file)

    def _by_officer(self, officer: User) -> None:
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(no_key=True))
        [now] = User.objects.held(officer.pk)
        if not now.officer:
            raise ValidationError(_("Only reviewers can read and check evidence."), code="officer")

    def remove(self) -> None:
        """Take the file away; what it was stays on record."""
        name, self.file, self.removed_at = self.file, "", timezone.now()
        self.save(update_fields=["file", "removed_at"])
        transaction.on_commit(lambda: drawer().delete(name))

    def erase(self) -> None:
        """Whoever handed it in leaves: its words go too."""
        self.words = self.code_digest = ""
        self.save(update_fields=["words", "code_digest"])
        if self.file:
            self.remove()


def body_of(subject: Accredited) -> Organisation:
    """The body that an application is for."""
    return subject.organisation if isinstance(subject, Mandate) else cast(Organisation, subject)


def domains_of(subject: Accredited) -> list[str]:
    """The domains of the body that an application is for, without those where anybody gets an address."""
    named = (str(domain).strip().lower() for domain in body_of(subject).domains)
    return [domain for domain in named if domain and domain not in FREE_MAIL]


def own_domain(subject: Accredited, domain: str) -> str:
    domain = domain.strip().lower()
    if domain not in domains_of(subject):
        raise ValidationError(_("This is not at one of the domains listed for this organisation."), code="domain")
    return domain


def decided_at(subject: Accredited) -> datetime | None:
    """When the last decision about it fell; None while it waits for one."""
    if subject.state == State.PENDING:
        return None
    moments = (
        subject.accredited_at,
        subject.confirmed_at,
        subject.refused_at,
        subject.suspended_at,
        subject.revoked_at,
    )
    return max(moment for moment in moments if moment)


def expired_evidence(now: datetime) -> int:
    """Take away the files whose time is over, and those that belong to nothing; how many. Called by housekeeping."""

    def one(piece: Evidence) -> bool:
        decided = decided_at(piece.subject)
        over = now > (decided + KEPT if decided else piece.added_at + KEPT_UNDECIDED)
        if over:
            piece.remove()
        return over

    return each(Evidence.objects.on_file().select_related("organisation", "mandate__organisation"), one) + _strays(now)


def _strays(now: datetime) -> int:
    """Files whose transaction failed after they were written."""
    place, known = drawer(), set(Evidence.objects.on_file().values_list("file", flat=True))
    names = place.listdir("")[1] if place.exists("") else []
    strays = [name for name in names if name not in known and now - place.get_modified_time(name) > DAY]
    for name in strays:
        place.delete(name)
    return len(strays)
