"""One application at the desk: what can be done with it, what was done, and doing it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.grounds import ENDING, NONE_GIVEN, REFUSING, Ground, Reason
from accounts.models import Act, ChangeRequest, Mandate, User
from accounts.models.accredited import PARTIAL, Accredited, State
from accounts.models.revocable import Revocable

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
# Done for the reason that stands there already.
AGREEING = ("uphold",)
# These change nothing about what is decided.
ASIDE = ("claimed", "released", "read", "taken")


def offered(application: Revocable, officer: User) -> tuple[list[str], list[str]]:
    """The verbs that this officer can use now, and what has to happen before they can use the others."""
    if application.partial("confirmed", officer):
        return [], [str(PARTIAL)]
    if application.state == State.PENDING:
        if application.accredited_at:
            return ["refuse"] if application.accredited_by_id == officer.pk else ["confirm", "refuse"], []
        return ["accredit", "refuse"], []
    if not application.granted:
        return [], []
    rules = {"uphold": application.could_be_upheld} if application.held else {}
    if application.suspended:
        rules["reinstate"] = application.could_be_reinstated
    else:
        rules["suspend"] = application.could_be_suspended
    rules["revoke"] = application.could_be_revoked
    verbs, first = [], []
    for verb, rule in rules.items():
        try:
            rule(officer)
            verbs.append(verb)
        except ValidationError as refusal:
            first += refusal.messages
    return verbs, first


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


def decide(application: Revocable, verb: str, officer: User, reason: Reason = NONE_GIVEN, seen: int = 0) -> bool:
    """Do `verb`, unless something has happened since the officer looked; whether it is done, or waits for a second officer."""
    with transaction.atomic():
        application.refresh_from_db(from_queryset=type(application)._base_manager.select_for_update())
        if verb in (*GROUNDS, *AGREEING):
            unless_something_happened(application, seen)
        if verb in GROUNDS:
            return getattr(application, verb)(officer, reason) is not False
        if isinstance(application, Mandate) and "steward" in verb:
            return application.make_steward(officer, verb == "make_steward")
        getattr(application, verb)(officer)
    return True


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
