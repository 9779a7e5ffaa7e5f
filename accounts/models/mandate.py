from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import silencing
from accounts.grounds import Reason
from accounts.models import name_key
from accounts.models.accredited import Accredited, State
from accounts.models.act import Act
from accounts.models.columns import different
from accounts.models.organisation import Organisation
from accounts.models.powers import may_act_q
from accounts.models.renewal import may_renew
from accounts.models.rights_model import RightsQuerySet
from accounts.models.stewarded import Stewarded
from accounts.models.stewards import decides_as_steward, stewards
from accounts.models.user import User, secured_q
from accounts.names import clean_title
from accounts.sectors import OFFICIAL

# The longest a mandate lasts: twelve months, of which the longest has 366 days.
LONGEST = timedelta(days=366)


class MandateQuerySet(RightsQuerySet["Mandate"]):  # type: ignore[override]  # as_manager, which the stubs make up
    def active(self, at: datetime | None = None) -> "MandateQuerySet":
        """Mandates that may be used at `at` (now): every key turned, begun, not ended, and their body stands."""
        at = at or timezone.now()
        body = Organisation.granted_q("organisation__") & Accredited.unsuspended_q("organisation__", at)
        own = Mandate.granted_q() & Accredited.unsuspended_q("", at) & Q(valid_from__lte=at, valid_until__gt=at)
        return self.filter(own, body).order_by("pk")

    def granted(self) -> "MandateQuerySet":
        """Those of which every key has been turned, and that were not ended by anybody."""
        return self.filter(Mandate.granted_q())

    def in_hand(self, person_ids: Iterable[int]) -> dict[int, list["Mandate"]]:
        """The active mandates of each person who may act, with whether they have the second factor public bodies need."""
        found = defaultdict(list)
        for mandate in (
            self.active().filter(may_act_q("person__"), person__in=person_ids).select_related("organisation")
        ):
            found[mandate.person_id].append(mandate)
        official = {person for person, held in found.items() if any(mandate.official for mandate in held)}
        safe = set(User.objects.filter(secured_q(), pk__in=official).values_list("pk", flat=True)) if official else ()
        for person, held in found.items():
            for mandate in held:
                mandate.usable = person in safe or not mandate.official
        return found

    def waiting(self) -> "MandateQuerySet":
        """Those to be decided about, the oldest first."""
        return self.filter(~Mandate.turned_q(), refused_at=None, revoked_at=None).order_by("asked_at", "pk")

    def of_public_record(self) -> "MandateQuerySet":
        """Those that were ever in force; anyone may look them up."""
        return self.filter(Mandate.turned_q(), refused_at=None)

    def grant(self, by: tuple[User | None, User | None] = (None, None), **fields) -> "Mandate":
        """One that is in force without having been asked for: of the demonstration or a replay."""
        first, second = by
        now = timezone.now()
        return self.create(accredited_by=first, accredited_at=now, confirmed_by=second, confirmed_at=now, **fields)

    def sectors(self) -> dict[int, str]:
        """{person id: the sector of their first active mandate}, for those who have one; one query."""
        found = self.active().filter(may_act_q("person__")).values_list("person", "organisation__sector")
        return dict(reversed(list(found)))


class Mandate(Stewarded):
    """One person's verified right to speak for one organisation, for a time. It ends by itself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    title = models.CharField(_("title"), max_length=160)
    # Slugs of the themes it is for; none: all of them.
    themes = models.JSONField(_("themes"), default=list, blank=True)
    territory = models.CharField(_("territory"), max_length=160, blank=True)
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))
    renews = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="renewals")
    # When its holder was told that it ends, and that it has ended.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    RIGHTS = Stewarded.RIGHTS | {"person", "organisation", "themes", "valid_from", "valid_until"}
    HOLDER = "person_id"

    # Whether it can be used now; said by `in_hand`.
    usable: bool

    objects = MandateQuerySet.as_manager()

    class Meta(Stewarded.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            *Stewarded.Meta.constraints,
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="mandate_ends_after_it_begins"),
            different("accredited_by", "person", "nobody_accredits_themselves"),
            different("confirmed_by", "person", "nobody_confirms_themselves"),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(accredited_at=None, refused_at=None, revoked_at=None),
                name="mandate_asked_for_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}, {self.organisation}"

    def save(self, *args, **kwargs):
        self.two_keys = self.official
        written = kwargs.get("update_fields")
        begins = self.granted and (written is None or not {"accredited_at", "confirmed_at"}.isdisjoint(written))
        with transaction.atomic(savepoint=False):
            # Before the row is written: whoever silences somebody locks them first, too.
            shortened = silencing.shorten(self.person_id) if begins and self.valid_until > timezone.now() else 0
            super().save(*args, **kwargs)
            if shortened:
                Act.record("silence.shortened", None, **self.about())
            if self.granted:
                name_key.keep_holder(self, turned="confirmed_at" in (written or ()))

    # Asking

    @classmethod
    def ask(
        cls, person: User, organisation: Organisation, title: str, valid_from: datetime, valid_until: datetime,
        themes: list[str] | None = None, territory: str = "", renews: "Mandate | None" = None, note: str = "",
    ) -> "Mandate":  # fmt: skip
        """A person asks to speak for a body; whoever decides reads the note."""
        mandate = cls(
            person=person, asked_by=person, organisation=organisation, title=title, themes=themes or [],
            territory=territory, valid_from=valid_from, valid_until=valid_until, renews=renews,
            steward=bool(renews and renews.steward and renews.valid_until > timezone.now()),
        )  # fmt: skip
        try:
            with transaction.atomic():
                # Whoever describes the body meanwhile, changes the person's name, suspends them or gives their account back,
                # has done so, or sees what they asked for.
                organisation.lock()
                mandate.person = mandate.asked_by = User.objects.inside(person)
                cls.room_for_one_more(person)
                mandate.could_be_asked_for()
                mandate.save()
                mandate._record("asked", person, Reason(words=note))
        except IntegrityError as twice:
            # Pressed twice, in the same moment.
            raise mandate.asked_already() from twice
        return mandate

    def could_be_asked_for(self) -> None:
        """ValidationError unless it could be asked for now."""
        self.clean()
        if Mandate.objects.waiting().filter(person=self.person, organisation=self.organisation).exists():
            raise self.asked_already()

    @staticmethod
    def asked_already() -> ValidationError:
        return ValidationError(
            _("You have already asked to speak for this organisation. You will get the decision by e-mail."),
            code="asked",
        )

    def clean(self) -> None:
        person, body = self.person, self.organisation
        # Imported here: it asks the organisations.
        from accounts.titles import clean_title_of

        self.title = clean_title_of(self.title, body)
        self.territory = clean_title(self.territory) if self.territory else ""
        if not person.name:
            raise ValidationError(_("Choose a public name first, on the page “You”."), code="name_first")
        # Imported here: it asks the mandates.
        from accounts.models.suspension import kept_from_asking

        if not person.is_active or kept_from_asking(person):
            raise ValidationError(_("Your account is suspended. You can ask again later."), code="suspended")
        if body.state not in (State.ACTIVE, State.PENDING):
            raise ValidationError(_("Nobody can speak for this organisation right now."), code="organisation")
        if self.valid_until <= self.valid_from:
            raise ValidationError({"valid_until": _("A mandate has to end after it begins. Choose a later day.")})
        if self.valid_until - self.valid_from > LONGEST:
            raise ValidationError({"valid_until": _("A mandate lasts twelve months at most; it can be renewed.")})
        if self.valid_until <= timezone.now():
            raise ValidationError({"valid_until": _("This day has passed. Choose a later one.")})

    def renew(self) -> "Mandate":
        """Its holder asks for another term, which begins when this one ends."""
        # As read at the beginning of the request: it is compared with what opens the account then.
        now, holder = timezone.now(), self.person
        with transaction.atomic():
            # Locked: a stewardship that is being taken away is not carried over.
            self.lock()
            may_renew(self)
            begins = max(self.valid_until, now)
            lasts = min(self.valid_until - self.valid_from, LONGEST)
            term = (begins, begins + lasts, self.themes, self.territory)
            return Mandate.ask(holder, self.organisation, self.title, *term, renews=self)

    def resign(self, person: User) -> None:
        """Its holder gives it back, or takes the request back: then what was handed in for it goes at once."""
        with self.deciding("resigned", person):
            if self.refused_at or self.revoked_at:
                raise ValidationError(_("This has already ended."), code="decided")
            for piece in () if self.granted else self.evidence.on_file():
                piece.remove()
            self.revoked_by, self.revoked_at = person, timezone.now()
            self.save(update_fields=["revoked_by", "revoked_at"])
            self._record("resigned", person)

    # How it stands

    @property
    def by_steward(self) -> bool:
        """Whether the body's own steward turned the first key, and not an officer of the forum."""
        first = self.accredited_by
        if first is None or first.is_officer:
            return False
        return Mandate.objects.of_public_record().filter(organisation=self.organisation_id, person=first).exists()

    @classmethod
    def turned_q(cls, path: str = "") -> Q:
        one = Q(**{f"{path}accredited_at__isnull": False, f"{path}two_keys": False})
        return super().turned_q(path) | one & ~Q(**{f"{path}organisation__sector__in": OFFICIAL})

    @property
    def turned(self) -> bool:
        """One key is enough where the body is of such a sector now, whatever was written down when it was asked for."""
        return super().turned or (bool(self.accredited_at) and not (self.two_keys or self.official))

    @property
    def official(self) -> bool:
        return self.organisation.official

    def ends_by_two(self, by: User) -> bool:
        return self.official and not stewards(self.organisation, by)

    @property
    def state(self) -> State:
        state, body = super().state, self.organisation.state
        now = timezone.now()
        if state not in (State.ACTIVE, State.HELD, State.SUSPENDED):
            return state
        if self.valid_until <= now:
            return State.EXPIRED
        if (state, body) != (State.ACTIVE, State.ACTIVE):
            return State.HELD if {state, body} <= {State.ACTIVE, State.HELD} else State.SUSPENDED
        return State.UPCOMING if self.valid_from > now else State.ACTIVE

    def active(self) -> bool:
        """The same rule as MandateQuerySet.active, for one mandate already at hand."""
        return self.state == State.ACTIVE

    def covers(self, theme: str) -> bool:
        """Whether it is for the theme with this slug."""
        return not self.themes or theme in self.themes

    # Who decides

    def permit(self, verb: str, person: User) -> None:
        if verb == "resigned":
            if person.pk != self.person_id:
                raise ValidationError(_("Only the holder can give up a mandate."), code="holder")
            return
        if verb == "answered":
            if person.pk != self.person_id:
                raise ValidationError(_("Only the holder of the mandate can become a coordinator."), code="holder")
            return
        if verb in ("accredited", "confirmed"):
            if self.organisation.state != State.ACTIVE:
                raise ValidationError(_("The organisation needs to be approved first."), code="organisation")
            if self.valid_until <= timezone.now():
                raise ValidationError(_("These dates have passed. Refuse it; they can ask again."), code="passed")
        if not person.officer and not decides_as_steward(verb, self.organisation, person):
            raise ValidationError(
                _("Only reviewers, and coordinators of this organisation, can decide about this mandate."),
                code="officer",
            )

    def interested(self) -> set[int | None]:
        return {self.asked_by_id, self.person_id}

    def concerned(self, verb: str) -> set[int | None]:
        # Whoever accredits others concerns all who speak for the body.
        return {self.person_id, *(self.organisation.speakers() if verb in ("steward", "no_steward") else ())}

    def about(self) -> dict:
        return {"mandate": self, "organisation": self.organisation, "person": self.person}
