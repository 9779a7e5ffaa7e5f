"""allauth's forms that change second factors, each in one transaction with the person held: a factor that is set up while the
account is given back would open it to whoever was inside before."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, edit_webauthn, remove_webauthn
from django.db import transaction
from django.urls import path

from accounts.pressed_twice import has_app, has_no_app, has_no_such_key, has_this_key, to_the_list


def held(view, so_already=None):
    """`so_already` says whether there is nothing left to do: the guard (accounts/reauthentication.py) asks it too."""

    @wraps(view)
    def inside(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            get_adapter().hold(request.user)
            if not (so_already and so_already(request, *args, **kwargs)):
                return view(request, *args, **kwargs)
        # Nobody is held while a code is looked at.
        return to_the_list(request, so_already)

    inside.so_already, inside.to_the_list = so_already, to_the_list
    return inside


urlpatterns = [
    path("totp/activate/", held(activate_totp, has_app), name="mfa_activate_totp"),
    path("totp/deactivate/", held(deactivate_totp, has_no_app), name="mfa_deactivate_totp"),
    path("recovery-codes/generate/", held(generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("webauthn/add/", held(add_webauthn, has_this_key), name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", held(remove_webauthn, has_no_such_key), name="mfa_remove_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", held(edit_webauthn), name="mfa_edit_webauthn"),
]
