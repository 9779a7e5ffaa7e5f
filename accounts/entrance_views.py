"""The page where the code of a new address is typed. allauth's tells more than it may, and does not know what to say of an
address that is refused there."""

from functools import cached_property

from allauth.account import app_settings
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.shortcuts import redirect
from django.urls import reverse


class ConfirmAddress(ConfirmEmailVerificationCodeView):
    """Offers to correct the address whether or not there is a new account behind this page: to whoever signs up with an
    address that has an account already, the page must look the same."""

    @property
    def pretends(self) -> bool:
        return self._process.user is None

    @property
    def may_change(self) -> bool:
        used_up = self._process.is_change_quota_reached(app_settings.EMAIL_VERIFICATION_MAX_CHANGE_COUNT)
        return self._process.can_change or (self.pretends and not used_up)

    @cached_property
    def _action(self) -> str:
        return "change" if self.request.POST.get("action") == "change" and self.may_change else super()._action

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"can_change": self.may_change}

    def _change_form_valid(self, form):
        address = form.cleaned_data["email"]
        if not self.pretends or form.account_already_exists:
            return super()._change_form_valid(form)
        # There is nobody to sign up under this address; the mail to it says so, and how to.
        self._process.record_change(email=address)
        self._process.persist()
        send_unknown_account_mail(self.request, address)
        return redirect(self.passthrough_next_url(reverse("account_email_verification_sent")))

    def _change_form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))
