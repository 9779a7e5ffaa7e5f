"""One application at the desk: what can be done with it, what was done, and doing it."""

from collections.abc import Callable
from functools import partial
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.grounds import ENDING, NONE_GIVEN, REFUSING, Ground, Reason
from accounts.models import Act, ChangeRequest, Mandate, User
from accounts.models.accredited import PARTIAL, Accredited, State
from accounts.models.evidence import Kind
from accounts.models.revocable import Revocable

GROUNDS = {
    "accredit": (Ground.SHOWN, Ground.OTHER),
    "confirm": (Ground.SHOWN, Ground.OTHER),
    "refuse": REFUSING,
    "suspend": ENDING,
    "reinstate": (Ground.CLEARED, Ground.OTHER),
    "revoke": ENDING,
}
# Done without a reason, whatever has happened.
BARE = ("claim", "release")
STEWARDING = ("make_steward", "unmake_steward")
# Done for the reason that stands there already.
AGREEING = ("uphold",)
# These change nothing about what is decided.
ASIDE = ("claimed", "released", "read", "taken", "made", "cancelled")
# Nor do these, but for decisions of their own kind: else one officer, asking again and again, would keep all others from all.
APART = {
    "steward": (
        "making_steward", "unmaking_steward", "offered_steward", "declined_steward", "withdrawn_steward", "steward", "no_steward",
    ),
    "change": ("change_proposed", "change_refused", "change_taken_back"),
}  # fmt: skip


def offered(application: Revocable, officer: User) -> tuple[list[str], list[str]]:
    """The verbs that this officer can use now, and what has to happen before they can use the others."""
    if application.partial("confirmed", officer):
        return [], [str(PARTIAL)]
    if application.state == State.PENDING and not application.accredited_at:
        return ["accredit", "refuse"], []
    verbs, first = [], []
    for verb, rule in rules(application, officer).items():
        try:
            rule(officer)
            verbs.append(verb)
        except ValidationError as refusal:
            first += refusal.messages
    return verbs + (["refuse"] if application.state == State.PENDING else []), first


def rules(application: Revocable, officer: User) -> dict[str, Callable[[User], None]]:
    """What could be done with it as it stands, and for each verb the rule that says whether an officer may."""
    if application.state == State.PENDING:
        return {"confirm": application.could_be_confirmed}
    if not application.granted:
        return {}
    found: dict[str, Callable[[User], None]] = {"uphold": application.could_be_upheld} if application.held else {}
    if application.suspended:
        found["reinstate"] = application.could_be_reinstated
    else:
        found["suspend"] = application.could_be_suspended
    found["revoke"] = application.could_be_revoked
    if isinstance(application, Mandate) and officer.pk not in application.interested():
        if application.steward or application.stewardship_offered:
            found["unmake_steward"] = partial(application.could_make_steward, steward=False)
        elif application.active():
            found["make_steward"] = partial(application.could_make_steward, steward=True)
    return found


def history(application: Accredited) -> QuerySet[Act]:
    """Every act about it, the oldest first."""
    kind = str(application._meta.model_name)
    acts = Act.objects.filter(**{kind: application}).select_related("actor", "words_apart").order_by("pk")
    return acts if kind == "mandate" else acts.filter(mandate=None)


def last_act(application: Accredited, verb: str = "") -> int:
    """What whoever does `verb` on the page of it has seen."""
    aside = [*ASIDE, *chain(*(verbs for kind, verbs in APART.items() if kind not in verb))]
    acts = history(application)
    for each in aside:
        acts = acts.exclude(verb__endswith=f".{each}")
    # What an officer notes beside it is not handed in by anybody.
    acts = acts.exclude(~Q(actor__in=application.interested()), verb="evidence.added", data__kind=Kind.NOTE)
    return acts.values_list("pk", flat=True).last() or 0


def decide(application: Revocable, verb: str, officer: User, reason: Reason = NONE_GIVEN, seen: int = 0) -> bool:
    """Do `verb`, unless something has happened since the officer looked; whether it is done, or waits for a second officer."""
    with transaction.atomic():
        application.lock()
        if verb not in BARE:
            unless_something_happened(application, verb, seen)
        if verb in GROUNDS:
            return getattr(application, verb)(officer, reason) is not False
        if isinstance(application, Mandate) and verb in STEWARDING:
            return application.make_steward(officer, verb == "make_steward")
        getattr(application, verb)(officer)
    return True


def decide_about_change(change: ChangeRequest, verb: str, officer: User, reason: Reason, seen: int) -> None:
    """Confirm, refuse or take back a change of a body, unless something has happened since the officer looked."""
    body = change.organisation
    with transaction.atomic():
        body.lock()
        unless_something_happened(body, "change", seen)
        if verb == "refuse":
            change.refuse(officer, reason)
        else:
            (change.confirm if verb == "confirm" else change.take_back)(officer)


def unless_something_happened(application: Accredited, verb: str, seen: int) -> None:
    if last_act(application, verb) != seen:
        raise ValidationError(
            _("Something has changed since you opened this page. Check it again below."),
            code="meanwhile",
        )
