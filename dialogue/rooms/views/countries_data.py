"""Who is missing, as open data: the same figures for everybody, in two forms."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.places import region_name
from accounts.sectors import Sector
from dialogue.rooms.absence import Absence
from dialogue.rooms.country import Country
from dialogue.rooms.models import Theme
from dialogue.text.tables import table

LICENCE = "CC0-1.0"
LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"
KINDS = ("mandates", "bodies", "posts")
FIELDS = {
    "country": _("ISO 3166-1 alpha-2 code"),
    "name": _("Unicode CLDR, in English"),
    "region": _("United Nations M49 code of the region"),
    "region_name": _("its name, in English"),
    "united_nations": _("“member”, “observer”, or empty"),
    "mandates": _("active mandates, by the sector of the organisation"),
    "bodies": _("approved organisations, by sector"),
    "posts": _("posts in public rooms, by the sector in which they were made"),
}
# Nobody sees it older than this; whoever asks more often is given the same again.
kept = cache_control(public=True, max_age=300)


def theme_of(request) -> Theme | None:
    slug = request.GET.get("theme")
    return get_object_or_404(Theme, slug=slug) if slug else None


@require_safe
@kept
def countries_csv(request):
    sectors = [f"{kind}_{sector}" for kind in KINDS for sector in Sector.values]
    head = [*list(FIELDS)[:5], *sectors, "licence"]
    rows = [[*_facts(country).values(), *_flat(country), LICENCE] for country in _places(request)]
    answer = HttpResponse(table([head, *rows]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="countries.csv"'
    answer["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return answer


@require_safe
@kept
def countries_json(request):
    with override("en"):
        fields = {name: str(words) for name, words in FIELDS.items()}
    about = {"licence": LICENCE, "licence_url": LICENCE_URL, "at": timezone.now(), "fields": fields}
    found = [_facts(country) | {kind: _counts(country, kind) for kind in KINDS} for country in _places(request)]
    return JsonResponse(about | {"theme": request.GET.get("theme") or None, "countries": found})


def _places(request) -> list[Country]:
    """By code and in English, so that the data are the same for everybody."""
    with override("en"):
        absence = Absence(theme_of(request))
        return sorted([*absence.states, *absence.elsewhere], key=lambda country: country.code)


def _facts(country: Country) -> dict:
    region = region_name(country.region, "en")
    return dict(zip(FIELDS, (country.code, country.name, country.region, region, country.standing), strict=False))


def _counts(country: Country, kind: str) -> dict[str, int]:
    return {sector: getattr(country, kind)[sector] for sector in Sector.values}


def _flat(country: Country) -> list[int]:
    return [number for kind in KINDS for number in _counts(country, kind).values()]
