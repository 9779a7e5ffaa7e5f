"""People who sign in at their institution's own server (OpenID Connect). Imported only where one is set up."""

from functools import wraps

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import forms as allauth
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.entrance_forms import PlainWords
from accounts.errands import Errands
from accounts.institution_claims import Institution
from accounts.institution_views import broken_off
from accounts.models import User
from accounts.pending_signup import PendingSignup


class Institutions(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("Another account uses this address. Sign in to it, then connect %s there."),
        "invalid_token": _("We could not read your institution's answer. Try again, or get a code by e-mail."),
        "connected_other": _("Another account is already connected to this sign-in at your institution."),
    }

    def get_requests_session(self):
        return Errands(self.request.institution_until)

    def get_provider(self, request, provider, client_id=None):
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = Institution
        return found

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        if exception is not None:
            raise ImmediateHttpResponse(broken_off(request, provider.app.provider_id, exception))

    def pre_social_login(self, request, sociallogin) -> None:
        """An institution knows who reads mail at its own domains. Any other address is confirmed by a code, as always."""
        own = sociallogin.provider.app.settings["domains"]
        for address in sociallogin.email_addresses:
            address.verified = address.verified and address.email.rpartition("@")[2] in own

    def populate_user(self, request, sociallogin, data):
        """The address only: what others call them they choose themselves."""
        sociallogin.user.email = data.get("email") or ""
        return sociallogin.user

    def save_user(self, request, sociallogin, form=None):
        """Written once, when all is known."""
        get_account_adapter().save_user(request, sociallogin.user, form, commit=False)
        sociallogin.save(request)
        return sociallogin.user

    def get_signup_form_initial_data(self, sociallogin) -> dict:
        return {"email": sociallogin.user.email}


def written(whole):
    """allauth's `SocialLogin.save` writes the whole row of a person also where they only connect an institution."""

    @wraps(whole)
    def save(sociallogin, request, connect: bool = False) -> None:
        if not connect:
            return whole(sociallogin, request)
        with transaction.atomic():
            get_account_adapter().hold(sociallogin.user)
            sociallogin.account.user = sociallogin.user
            sociallogin.account.save()

    return save


SocialLogin.save = written(SocialLogin.save)  # type: ignore[method-assign]


def connect(request, person: User, signed_in_there: dict) -> None:
    """A new person signs in there from now on. `signed_in_there` as allauth serialises it."""
    sociallogin = SocialLogin.deserialize(signed_in_there)
    sociallogin.user = person
    sociallogin.save(request, connect=True)


class Signup(PlainWords, allauth.SignupForm):
    def try_save(self, request):
        """Written down at once only with a mailbox that the institution vouches for."""
        vouched = [each.email for each in self.sociallogin.email_addresses if each.verified]
        if self.cleaned_data["email"] in vouched and not self.account_already_exists:
            return super().try_save(request)
        return None, PendingSignup.begin(request, self, institution=self.sociallogin.serialize())


class Disconnect(PlainWords, allauth.DisconnectForm):
    pass
