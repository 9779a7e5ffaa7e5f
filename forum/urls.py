from django.contrib import admin
from django.urls import include, path

handler500 = "forum.outage.broken"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("dialogue.urls")),
]
