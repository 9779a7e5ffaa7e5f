"""What the audit trail says of earlier holds. A person in a body is one through all their mandates; who ends a hold names it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models.act import Act
from accounts.models.user import User

if TYPE_CHECKING:
    from accounts.models.revocable import Revocable

# For so long a hold is the first of two words, and whoever lifted one has had theirs.
REMEMBERED = timedelta(days=30)
# How others answer a hold: two agree then, or each has said one thing. Whom two contradict has reason to ask the others first.
ANSWERS = (".upheld", ".revoked", ".lifted")


def _near(thing: "Revocable") -> QuerySet[Act]:
    """The acts about it and what hangs on it: a body and each of those who speak for it count as one."""
    about = thing.about()
    acts = Act.objects.filter(organisation=about["organisation"])
    return acts.filter(Q(person=about["person"]) | Q(mandate=None)) if "person" in about else acts


def unanswered(thing: "Revocable", by: User) -> bool:
    """Whether `by` has held it, or what hangs on it, and another officer has neither confirmed that nor lifted it alone."""
    acts = _near(thing).filter(data__hold__isnull=False).exclude(actor=by)
    answered = {act.data["hold"] for act in acts if act.verb.endswith(ANSWERS)}
    holds = _near(thing).filter(actor=by, verb__endswith=".held")
    return not answered.issuperset(holds.values_list("pk", flat=True))


def first_word(thing: "Revocable", by: User) -> Act | None:
    """The hold of exactly this by another officer which `by` would confirm: the last that they imposed, and it ended by itself,
    or one other lifted it. What its author took back, or two decided about since, is no word any more."""
    about = {name: value for name, value in thing.about().items() if name != "mandate"}
    acts = Act.objects.filter(verb__startswith=f"{thing.kind}.", **about)
    by_two = acts.filter(verb__endswith=".reinstated").values_list("pk", flat=True).last() or 0
    holds = acts.filter(verb__endswith=".held", at__gt=timezone.now() - REMEMBERED, pk__gt=by_two).exclude(actor=by)
    last = {hold.actor: hold for hold in holds.select_related("actor").order_by("pk")}
    ends = [(act.data["hold"], act) for act in acts.filter(data__hold__isnull=False).select_related("actor")]
    for author, hold in last.items():
        alone = all(act.verb.endswith(".lifted") and act.actor != author for pk, act in ends if pk == hold.pk)
        if alone and author and author.officer:
            return hold
    return None


def has_lifted(thing: "Revocable", by: User) -> bool:
    """Whether `by` has lifted another's hold of it, or of what hangs on it, alone."""
    lifts = _near(thing).filter(actor=by, verb__endswith=".lifted", at__gt=timezone.now() - REMEMBERED)
    return Act.objects.filter(pk__in=[act.data["hold"] for act in lifts]).exclude(actor=by).exists()
