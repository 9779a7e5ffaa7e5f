"""A mandate as anybody can check it now: a page to print, a card beside a post, and JSON for programs."""

from datetime import date, datetime

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts import scope
from accounts.addresses import everywhere
from accounts.models import Mandate

# Asked anew each time: what was true a moment ago may have ended.
now_only = cache_control(no_cache=True)


def on_record(pk: int) -> Mandate:
    """A mandate that was ever in force; what was only asked for is nobody else's business."""
    found = Mandate.objects.of_public_record().select_related("organisation", "person", "accredited_by")
    return get_object_or_404(found, pk=pk)


@require_safe
@now_only
def mandate(request, pk):
    if request.GET.get("format") == "json":
        return mandate_json(request, pk)
    return render(request, "mandates/mandate.html", told(on_record(pk)))


@require_safe
@now_only
def card(request, pk):
    """The same in brief, for `<mandate-card>`; `?on=` is the day of the post it stands beside."""
    mandate = on_record(pk)
    day = day_of(request.GET.get("on", ""))
    within = day and mandate.valid_from.date() <= day <= mandate.valid_until.date()
    return render(request, "mandates/card.html", told(mandate) | {"spoken_on": day if within else None})


@require_safe
@now_only
def mandate_json(request, pk):
    mandate = on_record(pk)
    body = mandate.organisation
    return JsonResponse(
        {
            "mandate": mandate.pk,
            "state": mandate.state.value,
            "checked_at": minute().isoformat(timespec="seconds"),
            "page": everywhere(reverse("mandate", args=[mandate.pk])),
            "person": {"handle": mandate.person.handle, "name": mandate.person.name},
            "organisation": {
                "slug": body.slug,
                "name": body.name,
                "names": body.names,
                "sector": body.sector,
                "country": body.country,
                "level": body.level,
                "territory": body.territory,
                "state": body.state.value,
            },
            "title": mandate.title,
            "themes": mandate.themes,
            "territory": mandate.territory,
            "accredited_by": "steward" if mandate.by_steward else "officers",
            "confirmed_by_a_second": mandate.confirmed_at is not None,
            "accredited_at": mandate.accredited_at,
            "valid_from": mandate.valid_from,
            "valid_until": mandate.valid_until,
            "ended_at": mandate.revoked_at,
        }
    )


def told(mandate: Mandate) -> dict:
    return {
        "mandate": mandate,
        "body": mandate.organisation,
        "themes": scope.titles(mandate.themes),
        "checked_at": minute(),
    }


def minute() -> datetime:
    """Now; to the minute, so that an answer that says the same is the same."""
    return timezone.now().replace(second=0, microsecond=0)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
