"""A new password for whoever has lost theirs. The mailbox asks for it; where there is a second factor, the mailbox alone gets no
password and ends no session: it may be stolen, and its thief would throw the owner out as often as they like."""

from types import SimpleNamespace

from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.models import Login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import CompletePasswordResetView, ConfirmPasswordResetCodeView
from allauth.mfa.base.views import AuthenticateView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from accounts import ways_in
from accounts.entrance_views import begin_anew
from accounts.reauthentication import has_factor

# In the state of the reset, which lasts as long as its code.
SHOWN = "factor_shown"


def under_way(request) -> PasswordResetVerificationProcess | None:
    """The reset that this browser has begun, while the mailbox it asked is the account's."""
    process = PasswordResetVerificationProcess.resume(request)
    if process and process.user and not ways_in.is_of(process.user, process.state["email"]):
        process.abort()
        return None
    return process


def wants_factor(process: PasswordResetVerificationProcess | None) -> bool:
    """Whether the mailbox has spoken, and the second factor has not."""
    if process is None or not process.state.get("code_confirmed") or process.state.get(SHOWN):
        return False
    return process.user is not None and has_factor(process.user)


def onward(request, name: str):
    """The next page of the reset, which knows as well where they were going."""
    return redirect(passthrough_next_redirect_url(request, reverse(name), REDIRECT_FIELD_NAME))


class FactorOfReset(AuthenticateView):
    """allauth's page for the second factor, which knows of signing in only."""

    def dispatch(self, request, *args, **kwargs):
        self.process = under_way(request)
        if not wants_factor(self.process):
            return onward(request, "account_complete_password_reset")
        self.stage = SimpleNamespace(login=Login(user=self.process.user))
        self.form = self._build_forms()
        return TemplateView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form):
        form.save()
        self.process.state[SHOWN] = True
        self.process.persist()
        return onward(self.request, "account_complete_password_reset")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"goes_on": True}


@login_not_required
def confirm(request):
    process = under_way(request)
    if process is None:
        return begin_anew(request, "account_reset_password")
    if process.state.get("code_confirmed"):
        return onward(request, "account_complete_password_reset")
    return ConfirmPasswordResetCodeView.as_view()(request)


@login_not_required
def complete(request):
    process = under_way(request)
    if process is None:
        # The second of two presses has its password already: where they sign in is right for it, and for who is late.
        return begin_anew(request, "account_login" if request.method == "POST" else "account_reset_password")
    if wants_factor(process):
        return onward(request, "account_reset_password_factor")
    whose = {"whose": process.state["email"]}
    return CompletePasswordResetView.as_view(extra_context=whose)(request)


show_factor = login_not_required(never_cache(FactorOfReset.as_view()))
