from django.urls import include, path

from accounts import views

urlpatterns = [
    path("people/me/", views.profile, name="profile"),
    path("data-use/", views.data_use, name="data-use"),
    path("accounts/demonstration/<str:handle>/", views.enter_demonstration, name="enter-demonstration"),
    path("accounts/sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.desk.urls")),
]
