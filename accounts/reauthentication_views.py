"""Showing who sits here by a code that is mailed: for accounts that have nothing but a mailbox, and for what the mailbox itself
has to confirm."""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts.entrance_forms import OwnCode
from accounts.reauthentication import MAILED
from dialogue.limits.budgets import Spent

# In the session.
STATE = "reauthentication_code"


class MailedCode(AbstractCodeVerificationProcess):
    """The code on its way: allauth's, with as many tries and minutes as that to sign in."""

    def __init__(self, request, state: dict) -> None:
        self.request = request
        super().__init__(
            app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS, app_settings.LOGIN_BY_CODE_TIMEOUT, state, request.user
        )

    @classmethod
    def begin(cls, request) -> None:
        process = cls(request, cls.initial_state(request.user, request.user.email))
        # Not that to sign in, which every browser that asks for this mailbox shares.
        process.state["code"] = get_adapter().generate_email_verification_code()
        process.send()
        process.persist()

    @classmethod
    def resume(cls, request) -> "MailedCode | None":
        state = request.session.get(STATE)
        # An address that was changed meanwhile does not vouch any more.
        if state is None or state["email"] != request.user.email:
            return None
        return cls(request, state).abort_if_invalid()

    def send(self) -> None:
        get_adapter().send_mail("accounts/email/reauthentication_code", self.state["email"], {"code": self.code})

    def persist(self) -> None:
        self.request.session[STATE] = self.state

    def abort(self) -> None:
        self.request.session.pop(STATE, None)


@method_decorator([login_required, never_cache], name="dispatch")
class ReauthenticateByCode(BaseReauthenticateView):
    """A press sends the code; the next page takes it."""

    template_name = "account/reauthenticate_by_code.html"

    def dispatch(self, request, *args, **kwargs):
        self.process = MailedCode.resume(request)
        return super().dispatch(request, *args, **kwargs)

    def _check_reauthentication_method_available(self, request) -> None:
        """Everybody has a mailbox; what its code is worth, the page that wants proof knows."""

    @property
    def sending(self) -> bool:
        return self.process is None or self.request.POST.get("action") == "send"

    def get_form_class(self):
        return Form if self.sending else OwnCode

    def get_form_kwargs(self) -> dict:
        given = super().get_form_kwargs()
        return given if self.sending else given | {"code": self.process.code}

    def form_valid(self, form) -> HttpResponse:
        if self.sending:
            if "code" in self.request.POST:
                # Nothing waits for it: they are asked before another mail goes.
                messages.error(self.request, get_adapter().error_messages["invalid_password_reset"])
                return self._again()
            try:
                MailedCode.begin(self.request)
            except Spent as spent:
                messages.error(self.request, spent.message)
            return self._again()
        self.process.abort()
        record_authentication(
            self.request, self.request.user, MAILED, email=self.request.user.email, reauthenticated=True
        )
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        if self.process.record_invalid_attempt():
            return super().form_invalid(form)
        messages.error(self.request, get_adapter().error_messages["too_many_login_attempts"])
        return self._again()

    def _again(self) -> HttpResponse:
        return redirect(self.passthrough_next_url(reverse("reauthenticate-by-code")))

    def get_context_data(self, **kwargs) -> dict:
        name, _at, domain = self.request.user.email.rpartition("@")
        # Whoever has borrowed the session need not learn the address.
        return super().get_context_data(**kwargs) | {"sent": not self.sending, "mailbox": f"{name[:1]}…@{domain}"}
