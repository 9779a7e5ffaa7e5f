"""What is held now, and when that ends by itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models.act import Act
from accounts.models.mandate import Mandate
from accounts.models.organisation import Organisation
from accounts.models.proposal import WAITS
from accounts.models.revocable import Revocable


def all_held() -> list[Revocable]:
    """All that is held now."""
    mandates = Mandate.objects.granted().filter(running_q()).select_related("organisation", "person")
    return [*Organisation.objects.filter(Organisation.granted_q(), running_q()), *mandates]


def running_q(path: str = "", at: datetime | None = None) -> Q:
    """What is held now, for a query that reaches it by `path`."""
    return Q(**{f"{path}suspended_at__isnull": False, f"{path}hold_until__gt": at or timezone.now()})


def asked_of_a_second() -> list[Act]:
    """What one officer asked for, and waits for a second one."""
    verbs = [f"{model._meta.model_name}.{what}" for model in (Mandate, Organisation) for what in model.SETTLED_BY]
    lately = Act.objects.filter(verb__in=verbs, at__gt=timezone.now() - WAITS)
    acts = lately.select_related("actor", "person", "organisation", "mandate__organisation")
    about = [(act, act.mandate or act.organisation) for act in acts]
    return [act for act, thing in about if thing and thing.asked_for(act.verb.partition(".")[2])]


def holds_end(person_ids: Iterable[int]) -> dict[int, datetime]:
    """{person: when a mandate of theirs, which is held or whose body is, is in force again by itself}, the first if several."""
    now = timezone.now()
    theirs = Mandate.objects.filter(running_q("", now) | running_q("organisation__", now), person__in=person_ids)
    ends: dict[int, datetime] = {}
    for person, *moments in theirs.values_list("person", "hold_until", "organisation__hold_until"):
        ends[person] = min(moment for moment in (ends.get(person), *moments) if moment and moment > now)
    return ends
