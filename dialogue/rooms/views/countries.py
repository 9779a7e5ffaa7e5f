"""Who is missing: every state with the sectors that speak for it."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from accounts.places import REGIONS, country_codes, region_name
from dialogue.rooms.absence import Absence, mandates_now
from dialogue.rooms.models import Theme
from dialogue.rooms.views.countries_data import FIELDS, theme_of


@require_safe
def countries(request):
    """All states by region; ?theme= for one theme, ?region= for one region, ?silent=1 for those nobody speaks from."""
    theme, region, silent = theme_of(request), request.GET.get("region", ""), request.GET.get("silent") == "1"
    if region and region not in REGIONS:
        raise Http404
    absence = Absence(theme)
    context = {
        "absence": absence,
        "regions": absence.regions(region, silent),
        "choices": [(code, region_name(code, request.LANGUAGE_CODE)) for code in REGIONS],
        "asked": {"theme": theme.slug if theme else "", "region": region, "silent": "1" if silent else ""},
        "theme": theme,
        "themes": Theme.objects.all(),
        "fields": FIELDS.items(),
    }
    return render(request, "countries/countries.html", context)


@require_safe
def country(request, code):
    """The bodies of one country, who speaks for them, and who is missing."""
    if code.upper() not in country_codes() or code != code.lower():
        raise Http404
    here = Absence().country(code.upper())
    speakers = mandates_now().select_related("person").order_by("person__name")
    bodies = Organisation.objects.active().filter(country=here.code).order_by("sector", "name")
    context = {
        "country": here,
        "region": region_name(here.region, request.LANGUAGE_CODE),
        "bodies": bodies.prefetch_related(Prefetch("mandates", speakers, to_attr="spoken_by")),
    }
    return render(request, "countries/country.html", context)
