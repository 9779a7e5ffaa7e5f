from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.cache import cache_control

from forum import installation
from forum.sitemaps import SITEMAPS, robots

handler500 = "forum.outage.broken"
kept = cache_control(public=True, max_age=3600)
urlpatterns = [
    path("manifest.webmanifest", installation.manifest, name="manifest"),
    path("sw.js", installation.worker, name="worker"),
    path("offline/", installation.offline, name="offline"),
    path("admin/", admin.site.urls),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", kept(sitemaps.index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", kept(sitemaps.sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("accounts.urls")),
    path("", include("dialogue.urls")),
]
