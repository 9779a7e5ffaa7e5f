"""The audit trail: every act about organisations, mandates and officers, append-only and chained. `manage.py trail` checks it."""

import hashlib
import json
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.deeds import told
from accounts.descriptions import Row, rows
from accounts.grounds import NONE_GIVEN, Ground, Reason
from accounts.models.user import User

# Whoever appends holds this lock until their transaction ends: the next act must know the one before. Any number will do.
LOCK = 0x5041_5448


class Act(models.Model):
    """One act. `data` holds ids, codes and dates, and how bodies are described, which is public; words about people stand
    apart (`ActWords`) and can be erased, while the chain, which knows only their salted digest, still verifies. The database
    refuses to change or delete a row."""

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="acts")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="acts")
    mandate = models.ForeignKey("accounts.Mandate", models.PROTECT, null=True, related_name="acts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="acts_about")
    ground = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    sealed = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("audit trail")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    @classmethod
    def record(
        cls, verb: str, actor: User | None, reason: Reason = NONE_GIVEN, *,
        organisation=None, mandate=None, person: User | None = None, **data,
    ) -> "Act":  # fmt: skip
        """Write down an act, in the transaction that does it."""
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # What the foreign keys will ask for: whoever has the trail waits for no person whom another holds meanwhile.
                    people = [getattr(each, "pk", None) for each in (actor, person)]
                    named = "SELECT 1 FROM accounts_user WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
                    cursor.execute(named, [people])
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            last = cls.objects.order_by("pk").values_list("digest", flat=True).last()
            act = cls(
                verb=verb, actor=actor, organisation=organisation, mandate=mandate, person=person,
                ground=reason.ground, data=data, previous=last or "", at=timezone.now(),
            )  # fmt: skip
            words = ActWords(words=reason.words.strip())
            act.sealed = words.digest() if words.words else ""
            act.digest = act.digest_of()
            act.save(force_insert=True)
            if words.words:
                words.act = act
                words.save(force_insert=True)
        return act

    def digest_of(self) -> str:
        """SHA-256 of the act before and of everything in this one, as sorted JSON."""
        fields = [self.actor_id, self.organisation_id, self.mandate_id, self.person_id]
        told = [self.previous, self.at.isoformat(), self.verb, *fields, self.ground, self.data, self.sealed]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @classmethod
    def faults(cls) -> Iterator[str]:
        """What is wrong with the trail; nothing, when no row was changed, taken out or put in."""
        before = ""
        for act in cls.objects.order_by("pk").select_related("words_apart").iterator(chunk_size=1000):
            if act.previous != before:
                yield f"Act {act.pk} does not follow the one before it."
            if act.digest != act.digest_of():
                yield f"Act {act.pk} was changed."
            apart = getattr(act, "words_apart", None)
            if apart and apart.digest() != act.sealed:
                yield f"The words of act {act.pk} were changed."
            before = act.digest

    @property
    def did(self) -> str:
        """What was done, in words."""
        return told(self.verb)

    @property
    def why(self) -> str:
        """The ground it rests on, in the language of the page; "" where none was given."""
        return str(Ground(self.ground).label) if self.ground in Ground.values else ""

    @property
    def described(self) -> list[Row]:
        """How a body was described before and after, where that is what was done."""
        return rows(self.data["before"], self.data["after"]) if "after" in self.data else []

    @property
    def words(self) -> str:
        """What whoever decided wrote; "" where nothing was written, or it was erased."""
        apart = getattr(self, "words_apart", None)
        return apart.words if apart else ""


class ActWords(models.Model):
    """The words of a reason. Erasing them with their salt leaves a digest that tells nothing."""

    act = models.OneToOneField(Act, models.PROTECT, primary_key=True, related_name="words_apart")
    salt = models.CharField(max_length=64, default=secrets.token_hex)
    words = models.TextField()

    def __str__(self) -> str:
        return self.words[:40]

    def digest(self) -> str:
        return hashlib.sha256(f"{self.salt}\n{self.words}".encode()).hexdigest()
