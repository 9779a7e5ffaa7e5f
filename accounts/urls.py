from django.urls import include, path

from accounts import views

urlpatterns = [
    path("people/me/", views.profile, name="profile"),
    path("language/", views.interface_language, name="interface-language"),
    path("data-use/", views.data_use, name="data-use"),
    path("accounts/demonstration/<str:handle>/", views.enter_demonstration, name="enter-demonstration"),
    path("accounts/", include("allauth.urls")),
]
