"""The page where the code of a new address is typed: by whoever signs up, and by people who change theirs."""

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
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
                    self.request, _("Two officers will look at the name. To speak meanwhile, choose another one.")
                )
            else:
                messages.error(
                    self.request, _("Somebody has taken this name while your code was on its way. Choose another one.")
                )
            return redirect("profile")
        return answer


def confirm_address(request) -> HttpResponseBase:
    if process := PendingSignup.resume(request):
        return ConfirmSignup.as_view(process=process)(request)
    return ConfirmAddress.as_view()(request)
