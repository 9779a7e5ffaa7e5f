from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskContext, task

from accounts import guessing, unasked_mail, ways_in
from accounts.addresses import LANGUAGES, in_language, is_own_path
from accounts.models import AddressChange, RefusedDomain, User
from accounts.models.password import as_typed_anywhere
from accounts.reauthentication import has_factor, is_fresh
from dialogue.limits.budgets import Spent
from dialogue.limits.failures import failed


@task(takes_context=True)
def send(
    context: TaskContext, subject: str, body: str, sender: str, to: list[str], html: str = "", language: str = "en"
) -> None:
    """Send one message, in plain text and as a page."""
    # A worker that dies after sending leaves the mail to be sent again: mailboxes know a second copy by its number.
    number = f"<{context.task_result.id}@{urlsplit(settings.ORIGINS[0]).hostname}>"
    headers = {"Message-ID": number, "Auto-Submitted": "auto-generated", "Content-Language": language}
    message = EmailMultiAlternatives(subject, body, sender, to, headers=headers)
    # The demonstration writes mail into a terminal, where only the words are of use.
    if html and not settings.DEMONSTRATION:
        message.attach_alternative(html, "text/html")
    message.send()


class AccountAdapter(DefaultAccountAdapter):
    """Mail leaves through the background worker, so that no page's time tells whether an address has an account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. If you think this is a mistake, write to us."),
        "duplicate_email": _("This is already your address."),
        "email_password_mismatch": _(
            "That e-mail address and password do not match. Try again, or sign in with a code."
        ),
        "email_taken": _("Another account uses this address."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code we sent. Check the newest e-mail, and type all eight digits."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("That e-mail address and password do not match. Try again, or sign in with a code."),
        "invalid_password_reset": _("This code is no longer valid. Ask for a new one."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "same_as_current": _("This is your current address."),
        "throwaway": _(
            "This is a disposable e-mail address. Use one you will still have in a year; it is never shown."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, or sign in with a code."),
    }

    def is_safe_url(self, url: str) -> bool:
        """Where `next` may lead, in allauth's pages as in ours."""
        return is_own_path(url, allauth_context.request)

    def clean_email(self, email: str) -> str:
        """Asked at sign-up and when somebody changes their address."""
        email = super().clean_email(email)
        if RefusedDomain.objects.cover(email):
            raise self.validation_error("throwaway")
        return email

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """allauth lets in whoever has neither password nor factor; here they have a mailbox."""
        if not is_fresh(allauth_context.request):
            raise ReauthenticationRequired
        return False

    def get_reauthentication_methods(self, user) -> list[dict]:
        """The best first. Where there is a second factor nothing less will do."""
        methods = super().get_reauthentication_methods(user)
        if has_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        by_mail = {"id": "mail", "description": _("Get a code by e-mail"), "url": reverse("reauthenticate-by-code")}
        return [*methods, by_mail]

    def confirm_email(self, request, email_address: EmailAddress) -> bool:
        """Another address of an account that has one waits; the first one counts at once. Whoever is still on the way in asks
        for none."""
        person = email_address.user
        if email_address.email == person.email:
            return super().confirm_email(request, email_address)
        if request.user != person:
            return False
        try:
            AddressChange.ask(person, email_address.email, by=request.user).announce()
        except ValidationError as refusal:
            self.add_message(request, messages.ERROR, message=refusal.messages[0])
        return False

    def set_password(self, user, password: str) -> None:
        """Nothing but the password, which takes half a second to hash: others may have decided about them meanwhile."""
        hashed = make_password(as_typed_anywhere(password))
        with transaction.atomic():
            self.hold(user)
            user.password = hashed
            user.save(update_fields=["password"])

    def hold(self, person) -> None:
        """In a transaction that is about who owns the account; whoever is not inside any more is shown out."""
        try:
            User.objects.inside(person)
        except ValidationError as refusal:
            self.add_message(allauth_context.request, messages.ERROR, message=refusal.messages[0])
            raise ImmediateHttpResponse(redirect("account_login")) from refusal

    def pre_authenticate(self, request, **credentials):
        self.spent = guessing.password(request, credentials.get("email", "").lower())
        try:
            guessing.take(self.spent)
        except Spent as spent:
            advice = _("Or sign in with a code, or with a passkey.")
            raise ValidationError(f"{spent.message} {advice}", code="too_many_login_attempts") from None

    def _rollback_login_failed_rl_usage(self):
        guessing.give_back(self.spent)

    def pre_login(self, request, user, **kwargs):
        return super().pre_login(request, user, **kwargs) or self._gone(request, user)

    def login(self, request, user) -> None:
        """The door at the end of every way in. What came before may have waited for a factor while the account changed hands."""
        if gone := self._gone(request, user):
            raise ImmediateHttpResponse(gone)
        super().login(request, user)

    def _gone(self, request, user):
        """The answer to whoever has shown a mailbox that is no longer the account's."""
        if ways_in.is_open(request, user):
            return None
        clear_login(request)
        self.add_message(request, messages.ERROR, message=_("This account has a new address. Sign in again."))
        return redirect("account_login")

    def authentication_failed(self, request, **credentials):
        failed()

    def generate_login_code(self) -> str:
        """To sign in: the one on its way. For anything else (that somebody shows who they are once more) one of its own."""
        request = allauth_context.request
        if code := getattr(request, "sign_in_code", ""):
            return code
        stage = getattr(request, "_login_stage", None)
        return self.sign_in_code(stage.state["email"]) if stage else super().generate_login_code()

    def sign_in_code(self, mailbox: str) -> str:
        """The same for every browser that asks for this mailbox meanwhile (unasked_mail.py)."""
        return unasked_mail.code_for(mailbox.lower(), super().generate_login_code())

    def send_mail(self, template_prefix, email, context):
        # What no request has caused, nobody has.
        request = allauth_context.request
        unasked = request is not None and template_prefix in unasked_mail.UNASKED
        if unasked and not unasked_mail.allowed(request, email):
            return
        language = language_of(email)
        links = {name: self.link(value, language) for name, value in context.items() if name.endswith("_url")}
        links["login_url"] = self.link(reverse("account_login"), language)
        words = {
            "email": email,
            "origin": self.origin(),
            "code_minutes": settings.CODE_MINUTES,
            "contact": settings.CONTACT_EMAIL,
            **context,
            **links,
        }
        if unasked:
            words["stop_mail_url"] = self.link(unasked_mail.stop_link(email), language)
        # The request would bring along what every page knows; a mail needs none of it.
        words.pop("request", None)
        with override(language):
            words |= {"language": language}
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
            body = render_to_string(f"{template_prefix}_message.txt", words).strip()
            parts = [part.strip() for part in body.split("\n\n") if part.strip()]
            html = render_to_string("account/email/page.html", words | {"subject": subject, "parts": parts})
        send.enqueue(subject, "\n\n".join(parts) + "\n", self.get_from_email(), [email], html, language)

    def origin(self) -> str:
        """Where this forum is: the origin of the page that asks for the mail if it is exactly one of ours, else the first."""
        request = allauth_context.request
        here = f"{request.scheme}://{request.get_host()}" if request else ""
        return here if here in settings.ORIGINS else settings.ORIGINS[0]

    def link(self, address: str, language: str) -> str:
        """A link as it stands in the mail: on our own origin, whatever host was asked for, in the language of the mail."""
        return self.origin() + in_language(urlsplit(address).path, language)


def language_of(email: str) -> str:
    """The language of mail to this address: that of the account, else that of the page where it was asked for."""
    found = (
        EmailAddress.objects.filter(email=email)
        .order_by("-verified")
        .values_list("user__interface_language", flat=True)
    )
    language = found.first()
    return language if language in LANGUAGES else get_language() or settings.LANGUAGE_CODE
