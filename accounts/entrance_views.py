"""allauth's pages on the way in, and the page where the code of a new address is typed: by whoever signs up, and by people who change
theirs."""

from functools import wraps

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.base.views import authenticate
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.stages import PasskeySignupStage
from allauth.mfa.webauthn.views import login_webauthn, signup_webauthn
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from accounts.pending_signup import PendingSignup


class ConfirmAddress(ConfirmEmailVerificationCodeView):
    """allauth does not know what to say of a corrected address that is refused."""

    def _change_form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class ConfirmSignup(ConfirmAddress):
    """allauth's page about a sign-up that it does not know of. It offers to correct the address whether or not that has an
    account: to whoever signs up with somebody's address, the page must look the same."""

    stage = None
    # Given by confirm_address.
    process: PendingSignup | None = None

    def dispatch(self, request, *args, **kwargs) -> HttpResponseBase:
        self._process = self.process
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"cancel_url": None}

    def _verify_form_valid(self, form) -> HttpResponse:
        answer = self.process.finish() if self.process else None
        if answer is None:
            messages.error(self.request, get_adapter().error_messages["email_taken"])
            return redirect("account_login")
        if not self.request.user.is_anonymous and not self.request.user.name:
            if self.request.user.name_requests.waiting().exists():
                messages.success(
                    self.request, _("Two reviewers will check the name. To post in the meantime, choose another one.")
                )
            else:
                messages.error(
                    self.request, _("Someone took this name while you waited for your code. Choose another one.")
                )
            return redirect("profile")
        return answer


def confirm_address(request) -> HttpResponseBase:
    if process := PendingSignup.resume(request):
        return ConfirmSignup.as_view(process=process)(request)
    answer = ConfirmAddress.as_view()(request)
    if request.user.is_anonymous and getattr(answer, "url", "") == reverse("account_login"):
        return begin_anew(request, "account_signup")
    return answer


def confirm_sign_in(request) -> HttpResponseBase:
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    if request.user.is_anonymous and not (stage and LoginCodeVerificationProcess.resume(stage)):
        return begin_anew(request, "account_request_login_code")
    return ConfirmLoginCodeView.as_view()(request)


def address_typed(request) -> str:
    """Whose sign-in a form of the entrance is about; "" where it does not say."""
    return (request.POST.get("login") or request.POST.get("email") or "").strip().lower()


def beginning(view):
    """allauth's page where a sign-in begins. While another one waits it drops what is sent: of whoever mistyped their address, or sits
    here after somebody else (to sign up it hears them). Only who asks for the same code twice waits for it already."""

    @login_not_required
    @wraps(view)
    def enter(request) -> HttpResponseBase:
        if request.method == "POST" and (stage := get_pending_stage(request)):
            again = request.resolver_match.url_name == "account_request_login_code"
            if not (again and stage.state.get("email", "").lower() == address_typed(request)):
                clear_login(request)
        return view(request)

    return enter


sign_in, ask_for_code = beginning(allauth.login), beginning(allauth.request_login_code)


def at_stage(view, key: str):
    """allauth's page for one step of signing in. Without that step under way it leads back without a word, and forgets where they
    were going."""

    @login_not_required
    def enter(request) -> HttpResponseBase:
        if request.user.is_anonymous and not LoginStageController.enter(request, key):
            return begin_anew(request, "account_login")
        return view(request)

    return enter


show_factor = at_stage(authenticate, AuthenticateStage.key)
make_passkey = at_stage(signup_webauthn, PasskeySignupStage.key)


@beginning
def sign_in_by_passkey(request) -> HttpResponseBase:
    answer = login_webauthn(request)
    if getattr(answer, "url", "") == (entrance := reverse("account_login")):
        return redirect(passthrough_next_redirect_url(request, entrance, REDIRECT_FIELD_NAME))
    return answer


def begin_anew(request, name: str) -> HttpResponseBase:
    """Where a code is asked for, which says why they are there again: nothing waits for theirs. It takes no session to say it."""
    page = add_query_params(reverse(name), {"ended": "1"})
    return redirect(passthrough_next_redirect_url(request, page, REDIRECT_FIELD_NAME))
