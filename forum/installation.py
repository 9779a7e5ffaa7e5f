"""What makes the forum an app in the pocket: its manifest, the worker that keeps pages for when there is no line, and the
page it shows where it has none."""

import json
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.assets import modules

PAPER = "#fcfaf5"
# By plain addresses: whoever has installed the forum keeps asking for these.
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
# What every page needs, and the page without a line.
SHELL = ("css/main.css", "js/app.js", "img/mark.svg", "js/elements/kept-pages.js")


@require_safe
def manifest(request):
    """In the language that the page linking here was in: browsers ask for it without cookies."""
    language = request.GET.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else translation.get_language()):
        facts = {
            "id": "/",
            "name": "Solidaction: " + _("A debate in the open"),
            "short_name": "Solidaction",
            "description": _("Governments, parliaments, cities, movements and you: one debate, in the open."),
            "lang": translation.get_language(),
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": PAPER,
            "background_color": PAPER,
            "icons": [
                {"src": f"{settings.STATIC_URL}img/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
                for name, sizes, purpose in ICONS
            ],
            "shortcuts": [
                {"name": _("Debates"), "url": f"{reverse('home')}#themes"},
                {"name": _("You: name, country, languages"), "url": reverse("profile")},
            ],
        }
    return JsonResponse(facts, content_type="application/manifest+json", headers={"Cache-Control": "max-age=86400"})


@require_safe
def worker(request):
    """The worker at the root, so that it may serve every page; or, switched off, one that takes its place and goes."""
    return HttpResponse(
        copies() if settings.OFFLINE_COPIES else source("withdrawn.js"),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def source(name: str) -> str:
    return modules.thin((settings.BASE_DIR / "static" / "js" / "worker" / name).read_text(encoding="utf-8"))


@cache
def copies() -> str:
    """The worker with what it must know of this version; any change of a static file makes it another one."""
    code = source("copies.js")
    version = sha256(f"{getattr(staticfiles_storage, 'manifest_hash', '')} {code}".encode()).hexdigest()[:12]
    known = {"version": version, "shell": [static(name) for name in SHELL], "offline": reverse("offline")}
    return f"const SETTINGS = {json.dumps(known)};\n{code}"


@require_safe
def offline(request):
    return render(request, "offline.html")
