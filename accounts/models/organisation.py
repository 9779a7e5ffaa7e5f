from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from accounts import body_names, rights
from accounts.models import hold
from accounts.models.accredited import Accredited, State
from accounts.models.act import Act
from accounts.models.name_key import NameKey
from accounts.models.revocable import Revocable
from accounts.models.rights_model import RightsQuerySet
from accounts.models.user import Origin, User
from accounts.names import clean_body_name, skeleton
from accounts.places import region_of
from accounts.sectors import OFFICIAL, Sector


class Level(models.TextChoices):
    """How far a body's responsibility reaches."""

    GLOBAL = "global", _("worldwide")
    REGIONAL = "regional", _("several countries")
    NATIONAL = "national", _("a country")
    SUBNATIONAL = "subnational", _("a region of a country")
    LOCAL = "local", _("a town or district")


# What officers say of a body. Nothing else of it is ever written but by who decides about it, and by the code.
DESCRIPTION = ("name", "names", "sector", "level", "country", "territory", "website", "domains")


class OrganisationQuerySet(RightsQuerySet["Organisation"]):  # type: ignore[override]  # as_manager, which the stubs make up
    def active(self) -> "OrganisationQuerySet":
        """Those that people can speak for."""
        return self.filter(Organisation.granted_q(), Accredited.unsuspended_q())

    def of_public_record(self) -> "OrganisationQuerySet":
        """Those that were ever accredited by two people: their past can be read, whatever became of them."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> "OrganisationQuerySet":
        """Those to be decided about, the oldest first."""
        return self.filter(confirmed_at=None, refused_at=None, revoked_at=None).order_by("asked_at", "pk")

    def establish(self, by: tuple[User | None, User | None] = (None, None), **fields) -> "Organisation":
        """One that is in force without having been asked for: of the demonstration, a replay, or an import. `by` are the two
        officers who answer for it."""
        first, second = by
        now = timezone.now()
        return self.create(accredited_by=first, accredited_at=now, confirmed_by=second, confirmed_at=now, **fields)


class Organisation(Revocable):
    """A body with a sector, and a country or an international scope (country left empty)."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    # {language: name}, beside the one above.
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)
    skeleton = models.CharField(max_length=400, db_index=True, db_default="", editable=False)
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.NATIONAL)
    territory = models.CharField(_("territory"), max_length=160, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    domains = models.JSONField(_("internet domains"), default=list, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    # The body it could be taken for, found when it was asked for: an officer looks.
    alike = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.PERSON, editable=False)

    RIGHTS = Revocable.RIGHTS | {"name", "sector"}
    NEW_GIVES_RIGHTS = False

    objects = OrganisationQuerySet.as_manager()

    class Meta(Revocable.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            *Revocable.Meta.constraints,
            models.CheckConstraint(condition=Q(two_keys=True), name="every_organisation_needs_two_keys"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def origin_label(self) -> str:
        return Origin(self.origin).shown(pgettext("organisation", "fictional"))

    def save(self, *args, **kwargs):
        self.skeleton = skeleton(self.name)
        super().save(*args, **kwargs)
        if (fields := kwargs.get("update_fields")) is None or {"name", "names", "country"} & set(fields):
            self.keep_name()

    def keep_name(self) -> None:
        """Its names are taken for no other's."""
        names = {self.name, *self.names.values()}
        NameKey.objects.keep(set().union(*(body_names.keys(name, [self.country]) for name in names)), organisation=self)

    @classmethod
    def ask(cls, person: User, **fields) -> "Organisation":
        """A person asks that this body be registered."""
        # Imported here: it asks the organisations.
        from accounts.look_alikes import look_alike

        with transaction.atomic():
            person = User.objects.inside(person)
            if person.suspended():
                raise ValidationError(_("Your account is suspended. You can ask again later."), code="suspended")
            cls.room_for_one_more(person)
            body = cls(asked_by=person, slug=free_slug(fields["name"]), **fields)
            body.clean()
            body.alike = look_alike(body.name, body.sector)
            body.save()
            body._record("asked", person)
        return body

    def clean(self) -> None:
        self.name = clean_body_name(self.name)
        self.names = {language: clean_body_name(name) for language, name in self.names.items()}
        if self.sector == Sector.CITIZEN:
            raise ValidationError({"sector": _("Citizens speak for themselves. Choose the kind of organisation.")})
        if not self.country and self.level in (Level.NATIONAL, Level.SUBNATIONAL, Level.LOCAL):
            raise ValidationError({"country": _("Choose the country, or a level above a single country.")})
        if self.website:
            URLValidator(schemes=["https", "http"])(self.website)

    def become_tombstone(self) -> None:
        """Forget what body this was; it is not waited for any more."""
        self.name, self.slug, self.names = f"#{self.pk}", f"erased-{self.pk}", {}
        self.country = self.territory = self.website = ""
        self.domains, self.alike = [], None
        self.refused_at = self.refused_at or timezone.now()
        self.save()

    @property
    def official(self) -> bool:
        return self.sector in OFFICIAL

    @property
    def region(self) -> str:
        return region_of(self.country)

    @property
    def local_name(self) -> str:
        """Its name in the language of the page, where it has one."""
        return self.names.get(get_language() or "") or self.name

    def permit(self, verb: str, person: User) -> None:
        if not person.officer:
            raise ValidationError(_("Only reviewers can decide about organisations."), code="officer")

    def about(self) -> dict:
        return {"organisation": self}

    def concerned(self, verb: str) -> set[int | None]:
        """What ends for a body ends for all who speak for it."""
        if verb not in ("suspended", "reinstated", "revoked", *hold.TOLD_TO_ALL):
            return self.interested()
        return self.interested() | self.speakers()

    def speakers(self) -> set[int]:
        """The ids of those whose mandates run, suspended or not."""
        running = self.mandates.granted().filter(valid_until__gt=timezone.now())
        return set(running.values_list("person", flat=True))

    @classmethod
    def announce(cls, rows: list["Organisation"]) -> None:
        speak_for = cls.objects.filter(pk__in=[row.pk for row in rows]).exclude(mandates=None)
        rights.changed(speak_for.values_list("mandates__person", flat=True))

    def describe(self, officer: User, **fields) -> None:
        """An officer corrects what is said of a body that was never in force; a key that was turned before is turned anew. Once
        it was in force, see `ChangeRequest.propose`: what is printed beside words, or decides about proof, takes two people."""
        # Imported here: it asks the organisations.
        from accounts.look_alikes import look_alike

        with self.deciding("described", officer):
            if self.confirmed_at:
                raise ValidationError(
                    _("This organisation is now active. Reload the page, and propose the change."),
                    code="two_keys",
                )
            before = {name: getattr(self, name) for name in fields}
            self.set_description(fields)
            after = {name: value for name in fields if (value := getattr(self, name)) != before[name]}
            if not after:
                raise ValidationError(_("Nothing is different. Change something first."), code="same")
            if "sector" in after:
                self.mandates.update(two_keys=self.official)
            self.alike = look_alike(self.name, self.sector, besides=self)
            self.save()
            # It was turned for another body than this one.
            if anew := bool(self.accredited_at) and self.state == State.PENDING:
                self._clear("accredited")
            before = {name: before[name] for name in after}
            Act.record("organisation.described", officer, organisation=self, before=before, after=after)
            if anew:
                self._record("keys_anew", officer)

    def could_be_confirmed(self, by: User) -> None:
        """Whoever described it last may turn the first key: then another officer looks at all they wrote."""
        super().could_be_confirmed(by)
        described = self._acts("described").last()
        if described and described.actor_id == by.pk:
            raise ValidationError(
                _("You were the last to describe this organisation. Another reviewer has to confirm it."),
                code="four_eyes",
            )

    def told(self, verb: str) -> set[int | None]:
        """Whoever turned a key that does not count any more is told so."""
        first = self._acts("accredited").last() if verb == "keys_anew" else None
        return super().told(verb) | ({first.actor_id} if first else set())

    def set_description(self, fields: dict) -> None:
        """Take over these fields, checked and cleaned; nothing is saved."""
        if fields.get("sector", self.sector) != self.sector and self.state != State.PENDING:
            # How many keys a mandate needs depends on the sector: it is settled before anybody speaks for the body.
            raise ValidationError(
                {
                    "sector": _(
                        "The sector of an organisation cannot change after a decision. Revoke it, and register it again."
                    )
                }
            )
        if odd := fields.keys() - {*DESCRIPTION}:
            raise TypeError(f"No part of a description: {', '.join(odd)}")
        for name, value in fields.items():
            setattr(self, name, value)
        self.clean()


def free_slug(name: str) -> str:
    """An address that no organisation has."""
    base = slugify(name, allow_unicode=False)[:100] or "body"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )
