"""One application at the desk: what can be done with it, what was done, and doing it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.grounds import ENDING, NONE_GIVEN, REFUSING, Ground, Reason
from accounts.models import Act, ChangeRequest, Mandate, User
from accounts.models.accredited import Accredited, State

GROUNDS = {
    "accredit": (Ground.SHOWN, Ground.OTHER),
    "confirm": (Ground.SHOWN, Ground.OTHER),
    "refuse": REFUSING,
    "suspend": ENDING,
    "reinstate": (Ground.CLEARED, Ground.OTHER),
    "revoke": ENDING,
}
# Done without a reason.
BARE = ("claim", "release", "make_steward", "unmake_steward")
# These change nothing about what is decided.
ASIDE = ("claimed", "released", "read", "taken")


def offered(application: Accredited, officer: User) -> list[str]:
    """The verbs that make sense now; each still refuses whoever must not."""
    if application.state == State.PENDING:
        if application.accredited_at:
            return ["refuse"] if application.accredited_by_id == officer.pk else ["confirm", "refuse"]
        return ["accredit", "refuse"]
    if not application.granted:
        return []
    return ["reinstate" if application.suspended_at else "suspend", "revoke"]


def history(application: Accredited) -> QuerySet[Act]:
    """Every act about it, the oldest first."""
    kind = str(application._meta.model_name)
    acts = Act.objects.filter(**{kind: application}).select_related("actor", "words_apart").order_by("pk")
    return acts if kind == "mandate" else acts.filter(mandate=None)


def last_act(application: Accredited) -> int:
    """What whoever looks at the page has seen."""
    acts = history(application)
    for verb in ASIDE:
        acts = acts.exclude(verb__endswith=f".{verb}")
    return acts.values_list("pk", flat=True).last() or 0


def decide(application: Accredited, verb: str, officer: User, reason: Reason = NONE_GIVEN, seen: int = 0) -> None:
    """Do `verb`, unless something has happened since the officer looked."""
    with transaction.atomic():
        application.refresh_from_db(from_queryset=type(application)._base_manager.select_for_update())
        if verb in GROUNDS:
            unless_something_happened(application, seen)
        if verb in GROUNDS:
            getattr(application, verb)(officer, reason)
        elif verb in ("claim", "release"):
            getattr(application, verb)(officer)
        elif isinstance(application, Mandate):
            application.make_steward(officer, verb == "make_steward")


def decide_about_change(change: ChangeRequest, verb: str, officer: User, reason: Reason, seen: int) -> None:
    """Confirm, refuse or take back a change of a body, unless something has happened since the officer looked."""
    body = change.organisation
    with transaction.atomic():
        body.refresh_from_db(from_queryset=type(body)._base_manager.select_for_update())
        unless_something_happened(body, seen)
        if verb == "refuse":
            change.refuse(officer, reason)
        else:
            (change.confirm if verb == "confirm" else change.take_back)(officer)


def unless_something_happened(application: Accredited, seen: int) -> None:
    if last_act(application) != seen:
        raise ValidationError(
            _("Something was decided or handed in since you opened this page. Look at it again below."),
            code="meanwhile",
        )
