from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from accounts import (
    address_views,
    converters,  # noqa: F401  what <handle:…> means
    documents_views,
    entrance_views,
    leaving_views,
    privacy_views,
    reset_views,
    unasked_mail_views,
    views,
)
from accounts.reauthentication_views import ReauthenticateByCode

urlpatterns = []
if settings.INSTITUTIONS:
    # Nothing of it is imported where nobody signs in at an institution.
    from accounts import institution_views

    urlpatterns = [
        path("accounts/oidc/<str:provider_id>/login/", institution_views.there, name="openid_connect_login"),
        path("accounts/oidc/<str:provider_id>/login/callback/", institution_views.back, name="openid_connect_callback"),
    ]
urlpatterns += [
    path("people/me/", views.profile, name="profile"),
    path("people/me/data/", privacy_views.data, name="data"),
    path("people/me/data/download/", privacy_views.download, name="data-download"),
    path("people/me/data/<str:key>.json", privacy_views.downloaded, {"form": "json"}, name="data-json"),
    path("people/me/data/<str:key>.html", privacy_views.downloaded, {"form": "html"}, name="data-html"),
    path("people/me/leaving/", leaving_views.leave, name="leave"),
    path("people/me/staying/", leaving_views.stay, name="stay"),
    path("people/me/agreement/", documents_views.agree, name="agree"),
    path("terms/", documents_views.terms, name="terms"),
    path("privacy/", documents_views.privacy, name="privacy"),
    path("privacy/data/", documents_views.privacy_data, name="privacy-data"),
    path("", include("accounts.bodies.urls")),
    path("mail/stop/<str:token>/", unasked_mail_views.stop_mail, name="stop-mail"),
    path("data-use/", views.data_use, name="data-use"),
    path("accounts/demonstration/<handle:handle>/", views.enter_demonstration, name="enter-demonstration"),
    path("accounts/sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("accounts/login/", entrance_views.sign_in, name="account_login"),
    path("accounts/login/code/", entrance_views.ask_for_code, name="account_request_login_code"),
    path(
        "accounts/confirm-email/",
        login_not_required(entrance_views.confirm_address),
        name="account_email_verification_sent",
    ),
    path(
        "accounts/login/code/confirm/",
        login_not_required(entrance_views.confirm_sign_in),
        name="account_confirm_login_code",
    ),
    path("accounts/password/reset/confirm/", reset_views.confirm, name="account_confirm_password_reset_code"),
    path("accounts/password/reset/factor/", reset_views.show_factor, name="account_reset_password_factor"),
    path("accounts/password/reset/complete/", reset_views.complete, name="account_complete_password_reset"),
    path("accounts/reauthenticate/code/", ReauthenticateByCode.as_view(), name="reauthenticate-by-code"),
    path("accounts/email/", address_views.Address.as_view(), name="account_email"),
    path("accounts/email/stop/<str:token>/", address_views.stop_change, name="stop-address-change"),
    path("accounts/2fa/authenticate/", entrance_views.show_factor, name="mfa_authenticate"),
    path("accounts/2fa/webauthn/login/", entrance_views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("accounts/2fa/webauthn/signup/", entrance_views.make_passkey, name="mfa_signup_webauthn"),
    path("accounts/2fa/", include("accounts.factor_urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.desk.urls")),
    path("", include("accounts.entrusting.urls")),
]
