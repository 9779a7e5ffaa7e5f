from django.contrib import admin
from django.urls import include, path

from forum import installation

handler500 = "forum.outage.broken"
urlpatterns = [
    path("manifest.webmanifest", installation.manifest, name="manifest"),
    path("sw.js", installation.worker, name="worker"),
    path("offline/", installation.offline, name="offline"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("dialogue.urls")),
]
