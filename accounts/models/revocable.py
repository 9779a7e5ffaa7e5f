"""What stands can be suspended, reinstated and ended for good. Of what is official one officer alone does none of it for longer
than a hold lasts."""

from datetime import timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.grounds import NONE_GIVEN, Reason
from accounts.models import hold
from accounts.models.accredited import Accredited
from accounts.models.act import Act
from accounts.models.earlier_holds import first_word, has_lifted
from accounts.models.proposal import WAITS
from accounts.models.user import User


class Revocable(Accredited):
    class Meta(Accredited.Meta):
        abstract = True

    @property
    def kind(self) -> str:
        """ "organisation" or "mandate", as addresses and the trail say."""
        return str(self._meta.model_name)

    def ends_by_two(self, by: User) -> bool:
        """Whether `by` suspends it for a time only, and revokes it only when somebody else has suspended it; stewards end what is
        their own body's."""
        return self.official

    # The verbs; and for each a rule, which the desk asks too: ValidationError unless it fits `by` and how things stand

    def suspend(self, by: User, reason: Reason) -> None:
        """From now on nothing can be said under it: until it is reinstated, or for as long as a hold lasts. Whoever comes second
        confirms what the first has said, also when that has ended meanwhile."""
        with self.deciding("suspended", by):
            # What has ended by itself is written down before it begins anew.
            self.lapse()
            self.could_be_suspended(by)
            first = self.would_confirm(by)
            alone = self.ends_by_two(by) and not first
            self.hold_until = timezone.now() + hold.HOLD if alone else None
            if first:
                self._end("suspended", by, reason, told="upheld", hold=first.pk)
            else:
                self._end("suspended", by, reason, told="held" if alone else "")

    def could_be_suspended(self, by: User) -> None:
        self._holds()
        if self.suspended:
            raise ValidationError(_("This is already suspended."), code="decided")
        if self.ends_by_two(by) and not self.would_confirm(by):
            hold.may_hold(self, by)

    def would_confirm(self, by: User) -> Act | None:
        """The hold of another officer which `by` confirms by suspending it again."""
        return first_word(self, by) if self.ends_by_two(by) else None

    def uphold(self, by: User) -> None:
        """A second officer confirms the suspension, for the reason it has: it does not end by itself any more."""
        with self.deciding("upheld", by):
            self.could_be_upheld(by)
            reason, ended, self.hold_until = self.reason_of_suspension(), self._hold(), None
            self.save(update_fields=["hold_until"])
            Act.record(f"{self.kind}.upheld", by, **self.about(), **ended)
            letters.tell(self, "upheld", reason)

    def could_be_upheld(self, by: User) -> None:
        self._holds()
        if not self.held:
            raise ValidationError(_("There is no suspension to confirm here."), code="decided")
        if self.suspended_by_id in (None, by.pk):
            raise ValidationError(_("You suspended this. Another reviewer has to confirm it."), code="four_eyes")

    def reason_of_suspension(self) -> Reason:
        """Whoever confirms a hold gives no reason of their own."""
        acts = self._acts("held", "suspended", "upheld").exclude(ground="")
        act = acts.select_related("words_apart").last()
        return Reason(act.ground, act.words) if act else NONE_GIVEN

    def lapse(self) -> bool:
        """Write down that a hold has ended by itself, and tell; what was held is in force again since then. Whether there was one."""
        with transaction.atomic():
            self.lock()
            over = bool(self.suspended_at) and not self.suspended and self.granted
            if over:
                self._unsuspend()
                self._record("lapsed", None)
        return over

    def reinstate(self, by: User, reason: Reason) -> bool:
        """Whether it is in force again: of what is official one officer lifts a hold, and for all else two are needed."""
        with self.deciding("reinstated", by):
            self.could_be_reinstated(by)
            lifts, ended = self.lifts_alone(by), self._hold()
            done = lifts or not self.official or self._agreed(by, "reinstating", reason)
            if done:
                self._unsuspend()
                self._record("lifted" if lifts else "reinstated", by, reason, **ended)
        return done

    def lifts_alone(self, by: User) -> bool:
        """Whether it is held, and `by` needs nobody to lift that: whoever held it takes that back, and each other lifts one. Or
        one officer could free an impostor as often as others stop them."""
        asked = self.asked_for("reinstating")
        return self.held and (self.suspended_by_id == by.pk or not (asked or has_lifted(self, by)))

    def could_be_reinstated(self, by: User) -> None:
        self._holds()
        if not self.suspended:
            raise ValidationError(_("This is not suspended."), code="decided")
        self._not_asked_by(by, "reinstating")

    def revoke(self, by: User, reason: Reason) -> None:
        """End it for good; the past stays."""
        with self.deciding("revoked", by):
            self.could_be_revoked(by)
            self._end("revoked", by, reason, **self._hold())

    def could_be_revoked(self, by: User) -> None:
        self._holds()
        if self.ends_by_two(by) and not self.suspended:
            raise ValidationError(
                _("To end this permanently, suspend it; another reviewer can then revoke it."), code="suspend_first"
            )
        if self.ends_by_two(by) and self.suspended_by_id in (None, by.pk):
            raise ValidationError(
                _("You suspended this. Only another reviewer can end it permanently."), code="suspend_first"
            )

    # How one officer asks for what takes two: it stands on the trail, and waits as long as every proposal

    # {what was asked for: what settles it}
    SETTLED_BY: ClassVar[dict[str, tuple[str, ...]]] = {
        "reinstating": ("suspended", "held", "upheld", "lapsed", "lifted", "reinstated"),
    }

    # {what was asked for: how long that waits}, where it is not as long as a proposal
    WAITING: ClassVar[dict[str, timedelta]] = {}

    ASKED_ALREADY: ClassVar = {
        "reinstating": _("You asked to reinstate this. Another reviewer has to confirm it."),
    }

    def asked_for(self, what: str) -> User | None:
        """The officer who asked for it, while that waits for a second one."""
        last = self._acts(what, *self.SETTLED_BY[what]).select_related("actor").last()
        if (
            last is None
            or not last.verb.endswith(f".{what}")
            or last.at <= timezone.now() - self.WAITING.get(what, WAITS)
        ):
            return None
        return last.actor if last.actor and last.actor.officer else None

    @property
    def reinstating(self) -> User | None:
        return self.asked_for("reinstating")

    def _agreed(self, by: User, what: str, reason: Reason = NONE_GIVEN) -> bool:
        """Whether another officer has asked for it; else it is `by` who asks for it now."""
        self._not_asked_by(by, what)
        if self.asked_for(what):
            return True
        self._record(what, by, reason)
        return False

    def _not_asked_by(self, by: User, what: str) -> None:
        if self.asked_for(what) == by:
            raise ValidationError(self.ASKED_ALREADY[what], code="four_eyes")

    def _acts(self, *verbs: str) -> QuerySet[Act]:
        return Act.objects.filter(verb__in=[f"{self.kind}.{verb}" for verb in verbs], **self.about())

    def _hold(self) -> dict:
        """For the trail: which hold it is that ends."""
        last = self._acts("held").last() if self.held else None
        return {"hold": last.pk} if last else {}

    def _unsuspend(self) -> None:
        self.suspended_by = self.suspended_at = self.hold_until = None
        self.save(update_fields=["suspended_by", "suspended_at", "hold_until"])
