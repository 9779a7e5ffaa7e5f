"""Suspending a person, and letting them take part again: by one moderator where no powers are concerned, else by two people. Of
whoever speaks for a body without powers of their own, by one for three days, and by two for longer."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters, silencing
from accounts.models.hold import HOLD
from accounts.models.mandate import Mandate, MandateQuerySet
from accounts.models.organisation import Organisation
from accounts.models.powers import Rank
from accounts.models.proposal import Proposal, ProposalQuerySet
from accounts.models.renewal import RENEWABLE
from accounts.models.user import User
from accounts.sectors import OFFICIAL

LONGEST = timedelta(days=366)


def speaks_for_a_body(person: User) -> MandateQuerySet:
    """Their mandates that have not ended, or by the clock only, so lately that they can be renewed: else one moderator would shut
    out a minister between two terms. Suspended ones count too: else one officer who suspends a mandate would open its holder to
    one moderator. So do those with one key, and terms that are to follow: else one moderator would shut out who comes next."""
    now = timezone.now()
    coming = Q(accredited_at__isnull=False) | Mandate.granted_q("renews__")
    lately = Mandate.granted_q() & Q(valid_until__gt=now - RENEWABLE)
    stands = Organisation.granted_q("organisation__") & Q(refused_at=None, revoked_at=None)
    return Mandate.objects.filter(stands, lately | coming & Q(valid_until__gt=now), person=person)


def rank_over(person: User) -> Rank:
    """The rank it takes to suspend this person: none but a moderator's where it is PERSON, and then one is enough. An
    office counts from the second key on: asking for another term, or the word of one steward, takes nobody out of reach."""
    if person.is_superuser:
        return Rank.ADMINISTRATOR
    if person.is_lead or person.is_officer:
        return Rank.LEAD
    held = speaks_for_a_body(person).granted()
    if person.is_staff or held.filter(Q(organisation__sector__in=OFFICIAL) | Q(steward=True)).exists():
        return Rank.MODERATOR
    return Rank.PERSON


class SuspensionQuerySet(ProposalQuerySet):
    def running(self) -> "SuspensionQuerySet":
        """Those that hold now."""
        return self.filter(begun_at__isnull=False, lifted_at=None, until__gt=timezone.now())

    def by_one(self) -> "SuspensionQuerySet":
        """Those that one person imposed alone, and nobody has confirmed."""
        return self.begun_by_one().filter(confirmed_at=None)

    def begun_by_one(self) -> "SuspensionQuerySet":
        """Those that one person imposed alone, whether another confirmed them afterwards or not."""
        alone = Q(confirmed_at=None) | Q(confirmed_at__gt=F("begun_at"))
        return self.filter(alone, begun_at__isnull=False).exclude(lasts=timedelta(0))


class Suspension(Proposal):
    """For `lasts`; zero lifts whatever holds. Several may hold at once: the longest counts, so that none is a way to shorten
    another, and who lifts them must be able to lift each."""

    lasts = models.DurationField(_("for how long"))
    until = models.DateTimeField(null=True, editable=False)
    lifted_at = models.DateTimeField(null=True, editable=False)
    # The rank behind it: of the one who imposed it alone, or the one that it took of two.
    rank = models.PositiveSmallIntegerField(default=Rank.PERSON, editable=False)

    objects = SuspensionQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")

    @property
    def lifts(self) -> bool:
        return not self.lasts

    def ends(self) -> SuspensionQuerySet:
        """Those that it lifts."""
        running = Suspension.objects.running().select_related("proposed_by", "confirmed_by")
        return running.filter(person=self.person_id) if self.lifts else running.none()

    def decided_since(self) -> SuspensionQuerySet:
        """What two have imposed or confirmed meanwhile, or anybody has lifted. What one imposed alone decides nothing about what
        waits for two: it may hold until they have, and whoever stands behind it as well makes no longer one unnecessary."""
        theirs = Suspension.objects.filter(person=self.person_id)
        if not self.lifts:
            theirs = theirs.exclude(confirmed_at__gt=F("begun_at"), until__lt=self.proposed_at + self.lasts)
        return theirs.filter(
            Q(confirmed_at__gt=self.proposed_at) | Q(begun_at__gt=self.proposed_at, lasts=timedelta(0))
        )

    def _more_since(self) -> bool:
        """Whether what was imposed, or confirmed, after somebody proposed to lift what there was is more than they proposed to end.
        What one imposed alone, and what would end before the rest of it, is not: one moderator would keep everybody from lifting."""
        ends = [(each, max(each.begun_at, each.confirmed_at or each.begun_at)) for each in self.ends()]
        since = [each for each, decided_at in ends if decided_at > self.proposed_at]
        held = [each.until for each, decided_at in ends if decided_at <= self.proposed_at]
        return len(_behind(since)) > 1 or any(each.until > max(held, default=self.proposed_at) for each in since)

    def overtaken(self) -> str:
        if not self._more_since():
            return super().overtaken()
        return str(
            _(
                "Since this was proposed, this person was suspended again, or a second person confirmed the "
                "suspension. Check everything, and propose again to end the suspension."
            )
        )

    def _level(self) -> Rank:
        """The rank each of two people needs; at least a moderator's."""
        return Rank(max(Rank.MODERATOR, rank_over(self.person), *(each.rank for each in self.ends())))

    def able(self, by: User) -> bool:
        return by.rank >= self._level() or self.alone(by)

    def alone(self, by: User) -> bool:
        """Nobody stands above the person concerned alone; and of what was imposed by one, only they or a higher rank lifts it. Of
        what two imposed, each alone too, whoever lifts it could not have imposed it."""
        if by.rank < Rank.MODERATOR or rank_over(self.person) > Rank.PERSON:
            return False
        if self.lifts and by_two_until(self.person):
            return False
        if not self.lifts and speaks_for_a_body(self.person).exists() and not self._stops(by):
            return False
        return all(
            each.confirmed_by_id is None and (each.proposed_by_id == by.pk or by.rank > each.rank)
            for each in self.ends()
        )

    def _stops(self, by: User) -> bool:
        """Whether it is short enough to stop alone who speaks for a body, and `by` has neither suspended nor muted them lately."""
        return self.lasts <= HOLD and not silencing.silenced_lately(self.person, by)

    def sensible(self) -> None:
        if self.lifts and not self.person.suspended():
            raise ValidationError(_("This person is not suspended."), code="decided")
        if self.lasts > LONGEST or self.lasts < timedelta(0):
            raise ValidationError(_("A suspension can last a year at most. Choose a shorter time."), code="time")

    def open_to_uphold(self, by: User) -> bool:
        """Whether it holds, one person imposed it alone, and `by` is another who could have."""
        alone = self.begun_at and not self.confirmed_at and not self.lifted_at and not self.lifts
        return bool(alone and self.until and self.until > timezone.now()) and self.open_to(by)

    def uphold(self, by: User) -> None:
        """A second person stands behind what one imposed alone, as it is and until it ends."""
        with transaction.atomic():
            held = self.locked(by)
            self.refresh_from_db(from_queryset=Suspension.objects.select_for_update(no_key=True))
            self.person = held
            second = self._allowed(by)
            if not self.open_to_uphold(second):
                raise ValidationError(_("This has already been decided. Reload the page to see how."), code="decided")
            self.confirmed_by, self.confirmed_at = second, timezone.now()
            self.save(update_fields=["confirmed_by", "confirmed_at"])
            self._write("suspended")
            self._record("upheld", second)

    def begin(self) -> None:
        now = timezone.now()
        if self.lifts:
            self.ends().update(lifted_at=now)
            self.person.reinstate()
        else:
            by = self.proposed_by
            self.rank = self._level() if self.confirmed_by_id or by is None else by.rank
            self.until = now + self.lasts
            self.person.suspend(max(self.until, self.person.suspended_until or self.until))
        self._write("reinstated" if self.lifts else "suspended")

    def _write(self, what: str) -> None:
        """The letter asks whether they may still ask for a mandate, once this is written down."""
        kept = {"kept_from_asking": partial(kept_from_asking, self.person)}
        words = {"suspension": self, "until": self.person.suspended_until, "said": self.reason, **kept}
        transaction.on_commit(partial(letters.write, self.person, f"person_{what}", words), robust=True)


def _behind(suspensions: Iterable[Suspension]) -> dict[int | str, datetime]:
    """Who stands behind them, each until when."""
    ends: dict[int | str, datetime] = {}
    for each in suspensions:
        # Whoever leaves keeps their number, so nobody makes two of themselves by it. Of a row without one, which only whoever runs
        # the server can bring about, it is not known whose it was: it counts for itself, or what two imposed would be lifted by it.
        # Whoever confirmed it was another, also when their account is gone.
        confirmed = [each.confirmed_by_id or f"confirmed {each.pk}"] if each.confirmed_at else []
        for by in (each.proposed_by_id or f"proposed {each.pk}", *confirmed):
            if each.until:
                ends[by] = max(each.until, ends.get(by, each.until))
    return ends


def by_two_until(person: User) -> datetime | None:
    """Until when two different people stand behind the suspensions that run, whether one confirmed the other's or each imposed
    one: on a citizen each begins at once, so nobody could confirm it. None: nothing was imposed by two."""
    ends = _behind(Suspension.objects.running().filter(person=person).exclude(lasts=timedelta(0)))
    return sorted(ends.values())[-2] if len(ends) > 1 else None


def kept_from_asking(person: User) -> bool:
    """Whether they may not ask to speak for a body, or accept it: what one person imposed alone keeps nobody from it, or it would
    never be shortened. What no proposal explains was not imposed by one."""
    alone = (
        Suspension.objects.running().by_one().filter(person=person, until__gte=person.suspended_until or timezone.now())
    )
    return person.suspended() and (by_two_until(person) is not None or not alone.exists())


def lately(person: User, by: User, since: datetime) -> bool:
    """Whoever confirmed what another imposed alone has had their word too: or two who agree would each have it again."""
    word = Q(proposed_by=by, begun_at__gt=since) | Q(confirmed_by=by, confirmed_at__gt=since)
    return Suspension.objects.begun_by_one().filter(word, person=person).exists()


def shorten(person: User) -> int:
    """Whoever comes to speak for a body is shut out by one person for no longer than they could be from now on; what two
    imposed stays, and of two that each imposed alone, the time in which both hold."""
    by_two, shortened = by_two_until(person), 0
    for each in Suspension.objects.running().by_one().filter(person=person):
        ends = max(each.begun_at + HOLD, by_two or each.begun_at)
        shortened += Suspension.objects.filter(pk=each.pk, until__gt=ends).update(until=ends)
    if shortened:
        left = Suspension.objects.filter(person=person, lifted_at=None).aggregate(until=models.Max("until"))
        person.suspend(left["until"])
    return shortened
