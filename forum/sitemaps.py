"""What search engines are told: the public pages, each in every language, and where there is nothing for them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.addresses import in_language
from dialogue.live.models import Event
from dialogue.rooms.models import Room, Theme, Thread

# The newest threads somebody has answered; older ones are found through their rooms.
THREADS = 5000
# Doors behind which stands nothing to find: for people who are signed in, for programs, or the same words once more.
CLOSED = ("admin/", "accounts/", "people/me/", "live/", "rooms/*/live/", "rooms/*/events/", "rooms/*/posts/*/")


class Pages(Sitemap):
    """Every address in each language beside its twins; a page of it holds two hundred of them in seven languages."""

    i18n = alternates = x_default = True
    limit = 1400

    def get_protocol(self, protocol=None):
        return urlsplit(settings.ORIGINS[0]).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.ORIGINS[0]).netloc

    def _location(self, item, force_lang_code=None):
        page, language = item
        return in_language(self.location(page), force_lang_code or language)


class Plain(Pages):
    def items(self):
        return ["home", "about", "countries"]

    def location(self, item):
        return reverse(item)


class Themes(Pages):
    def items(self):
        return list(Theme.objects.values_list("slug", flat=True))

    def location(self, item):
        return reverse("theme", args=[item])


class Spoken(Pages):
    """Where people speak; the date is that of the last words."""

    def lastmod(self, item):
        return item["at"]


class Rooms(Spoken):
    def items(self):
        last = Event.objects.filter(stream=OuterRef("stream"), seq=OuterRef("stream__head")).values("at")
        return list(
            Room.objects.open_to(AnonymousUser()).order_by("pk").annotate(at=Subquery(last)).values("slug", "at")
        )

    def location(self, item):
        return reverse("room", args=[item["slug"]])


class Threads(Spoken):
    def items(self):
        last = Event.objects.filter(stream=OuterRef("room__stream"), seq=OuterRef("last_seq")).values("at")
        answered = Thread.objects.filter(room__in=Room.objects.open_to(AnonymousUser()), replies__gt=0)
        return list(answered.order_by("-pk").annotate(at=Subquery(last)).values("room__slug", "seq", "at")[:THREADS])

    def location(self, item):
        return reverse("thread", args=[item["room__slug"], item["seq"]])


SITEMAPS = {"pages": Plain, "themes": Themes, "rooms": Rooms, "threads": Threads}


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request):
    """Where a robot finds nothing, with a language before it or without."""
    closed = [f"Disallow: {start}{door}" for door in CLOSED for start in ("/", "/*/")]
    lines = ["User-agent: *", *closed, f"Sitemap: {settings.ORIGINS[0]}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
