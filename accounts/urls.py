from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from accounts import views
from accounts.entrance_views import ConfirmAddress

urlpatterns = [
    path("people/me/", views.profile, name="profile"),
    path("data-use/", views.data_use, name="data-use"),
    path("accounts/demonstration/<str:handle>/", views.enter_demonstration, name="enter-demonstration"),
    path("accounts/sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path(
        "accounts/confirm-email/", login_not_required(ConfirmAddress.as_view()), name="account_email_verification_sent"
    ),
    path("accounts/", include("allauth.urls")),
]
