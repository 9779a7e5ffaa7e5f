from django.urls import include, path

from dialogue import views

urlpatterns = [
    path("", views.home, name="home"),
    path("styleguide/", views.design, name="styleguide"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("", include("dialogue.rooms.urls")),
]
