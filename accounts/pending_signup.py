"""Signing up. Nothing of a person is stored before the code of their mailbox: what they wish for lives in the session of the
browser that asked, and goes with it. So a stranger who types somebody's address takes no name, leaves no trace of it and
learns nothing: the same is done, and written, for an address that has an account."""

from contextlib import suppress

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.manage_email import email_already_exists
from allauth.account.internal.flows.signup import complete_signup
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from accounts.models import Consent, User
from accounts.reauthentication import MAILED
from accounts.session_store import SIGN_UP

WISHES = ("name", "country", "languages")


def settle(person: User, wish: dict) -> None:
    """What a new person has chosen, and that they agree: {"name", "country", "languages", "interface_language"}.
    What officers are "asked" to look at is not chosen yet."""
    for field in (*WISHES, "interface_language"):
        setattr(person, field, wish[field])
    person.save(update_fields=person.pk and (*WISHES, "interface_language"))
    Consent.accept(person)


def wish_of(form) -> dict:
    return {field: form.cleaned_data[field] for field in WISHES} | {
        "interface_language": get_language() or "",
        "asked": form.cleaned_data.get("asked"),
    }


class PendingSignup(AbstractCodeVerificationProcess):
    """A sign-up that waits for its code, with allauth's tries and minutes. `state` is what the session keeps of it."""

    def __init__(self, request, state: dict) -> None:
        self.request = request
        super().__init__(
            app_settings.EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS, app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT, state
        )

    @classmethod
    def begin(cls, request, form, by_passkey: bool = False, institution: dict | None = None) -> HttpResponse:
        """`institution` is the sign-in there (allauth's, serialised) that the account is to be connected with."""
        clear_login(request)
        process = cls(request, cls.initial_state(None, form.cleaned_data["email"]))
        process.state |= wish_of(form) | {"by_passkey": by_passkey, "institution": institution}
        process.state["next"] = get_next_redirect_url(request)
        process.send()
        return redirect("account_email_verification_sent")

    @classmethod
    def resume(cls, request) -> "PendingSignup | None":
        state = request.session.get(SIGN_UP)
        return cls(request, state).abort_if_invalid() if state and request.user.is_anonymous else None

    @property
    def email(self) -> str:
        return self.state["email"]

    def send(self) -> None:
        """A new code; where there is an account already, a letter that says so and none."""
        self.state["code"] = get_adapter().generate_email_verification_code()
        letter = "account_already_exists" if email_already_exists(self.email)[1] else "email_confirmation_signup"
        get_adapter().send_mail(f"account/email/{letter}", self.email, {"code": self.code})
        self.persist()

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(app_settings.EMAIL_VERIFICATION_MAX_RESEND_COUNT)

    def resend(self) -> None:
        self.record_resend()
        self.send()

    @property
    def can_change(self) -> bool:
        return not self.is_change_quota_reached(app_settings.EMAIL_VERIFICATION_MAX_CHANGE_COUNT)

    def change_to(self, email: str, account_already_exists: bool) -> None:
        self.record_change(email=email.lower())
        self.send()

    def persist(self) -> None:
        self.request.session[SIGN_UP] = self.state

    def abort(self) -> None:
        self.request.session.pop(SIGN_UP, None)

    def finish(self) -> HttpResponse | None:
        """The code was right: now there is a person. None when the address got an account in the same moment."""
        self.abort()
        person = self._create()
        if person is None:
            return None
        record_authentication(self.request, person, MAILED, email=self.email)
        if asked := self.state.get("asked"):
            self._ask(person, asked)
        return complete_signup(
            self.request, user=person, redirect_url=self.state["next"], by_passkey=self.state["by_passkey"]
        )

    def _create(self) -> User | None:
        """Without a name if somebody took it while the code was on its way: they can read, and choose another to speak."""
        for name in (self._free_name(), ""):
            try:
                with transaction.atomic():
                    return self._store(self.state | {"name": name})
            except IntegrityError:
                continue
        return None

    def _ask(self, person: User, asked: dict) -> None:
        # Imported here: it asks who guesses, and guessing asks whose mailbox a sign-up is about.
        from accounts.name_looks import ask

        # Somebody may have taken the name meanwhile; they choose another one, as everybody would.
        with suppress(ValidationError):
            ask(self.request, person, asked)

    def _free_name(self) -> str:
        try:
            return User.free_name(self.state["name"])
        except ValidationError:
            return ""

    def _store(self, wish: dict) -> User:
        person = User(email=self.email)
        person.set_unusable_password()
        settle(person, wish)
        EmailAddress.objects.create(user=person, email=self.email, verified=True, primary=True)
        if wish["institution"]:
            # Not installed where nobody signs in at an institution.
            from accounts.institutions import connect

            connect(self.request, person, wish["institution"])
        return person
