"""allauth's forms with our words. What they check stays allauth's."""

import struct
import unicodedata

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as factors_adapter
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as apps
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import guessing, unasked_mail
from accounts.app_key import shown_again
from accounts.characters import visible
from accounts.mailboxes import Mailbox, MailboxOfBefore
from accounts.models import User
from accounts.pending_signup import PendingSignup

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "code": _("Code"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "remember": _("Keep me signed in on this device"),
}
HELP = {
    "code": _("Eight digits, from the e-mail we have just sent."),
    "password1": _("At least ten characters, and not a common password. A sentence works well."),
}


class PlainWords(forms.Form):
    """Labels and help from here, and no word inside a field, where it would vanish with the first letter."""

    mailbox: type[Mailbox] = Mailbox

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = LABELS.get(name, field.label), HELP.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                given = {"widget": field.widget, "required": field.required, "label": field.label}
                self.fields[name] = self.mailbox(help_text=field.help_text, **given)
        if "password" in self.fields:
            self.fields["password"].help_text = ""


def typed(code: str) -> str:
    """A code as we sent it: its digits as every machine reads them, without dashes, blanks, and the marks of direction
    that are copied along."""
    signs = (sign for sign in visible(code) if unicodedata.category(sign) != "Pd")
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in signs)


class Code(PlainWords, allauth.BaseConfirmCodeForm):
    """Digits of any script are digits: an Arabic or Persian keyboard may have no others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "autofocus": True}

    def clean_code(self) -> str:
        self.cleaned_data["code"] = typed(self.cleaned_data["code"])
        request = context.request
        with guessing.trying(guessing.code(request, guessing.mailbox_of(request))):
            return super().clean_code()


class Login(PlainWords, allauth.LoginForm):
    mailbox = MailboxOfBefore

    def _setup_password_field(self) -> None:
        """allauth takes the field away where signing up asks for no password; but people may set one later."""


class Signup(PlainWords, allauth.SignupForm):
    def try_save(self, request):
        """Nobody is written down yet, whether or not the address has an account."""
        return None, PendingSignup.begin(request, self, by_passkey=self.by_passkey)


class NewAddress(PlainWords, allauth.AddEmailForm):
    pass


class OtherAddress(PlainWords, allauth.ChangeEmailForm):
    """For an address mistyped when signing up. allauth holds it to less than the first one."""

    def clean_email(self) -> str:
        return get_adapter().clean_email(super().clean_email())


class ChangePassword(PlainWords, allauth.ChangePasswordForm):
    pass


class SetPassword(PlainWords, allauth.SetPasswordForm):
    pass


class ResetPassword(PlainWords, allauth.ResetPasswordForm):
    mailbox = MailboxOfBefore


class NewPassword(PlainWords, allauth.ResetPasswordKeyForm):
    pass


class Reauthenticate(PlainWords, allauth.ReauthenticateForm):
    pass


class RequestCode(PlainWords, allauth.RequestLoginCodeForm):
    mailbox = MailboxOfBefore

    def clean_email(self) -> str:
        email = super().clean_email()
        # Made here, where it takes as long for an address without an account.
        context.request.sign_in_code = get_adapter().sign_in_code(email)
        return email


class SignInCode(Code, allauth.ConfirmLoginCodeForm):
    def clean_code(self) -> str:
        """The code of the newest mail is right, whichever browser it was asked for in, until one has signed in with it."""
        mailbox = guessing.mailbox_of(context.request)
        newest = unasked_mail.code_on_its_way(mailbox)
        # Without one in the session there is no account with this mailbox.
        self.expected_code: str = newest if self.expected_code else ""
        code = super().clean_code()
        unasked_mail.used(mailbox)
        return code


class AddressCode(Code, allauth.ConfirmEmailVerificationCodeForm):
    pass


class OwnCode(Code):
    """To show who sits here."""


class PasswordCode(Code, allauth.ConfirmPasswordResetCodeForm):
    pass


class AppCode(PlainWords):
    """A code of six digits from an app, or one of the recovery codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.help_text = self.code_help
        code.widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "autofocus": True, "autocomplete": "one-time-code"}

    code_help = _("Six digits from your app, or one of your recovery codes.")

    def clean_code(self) -> str:
        self.cleaned_data["code"] = typed(self.cleaned_data["code"])
        # The form it is mixed into checks it.
        return super().clean_code()  # type: ignore[misc]


class FactorCode(AppCode):
    """For an app that is set up already: each try counts."""

    user: User

    def clean_code(self) -> str:
        with guessing.trying(guessing.factor(context.request, self.user)):
            return super().clean_code()


class SecondFactorCode(FactorCode, factors.AuthenticateForm):
    pass


class SecondFactorAgain(FactorCode, factors.ReauthenticateForm):
    pass


class FirstAppCode(AppCode, apps.ActivateTOTPForm):
    code_help = _("The six digits that the app shows now.")

    def __init__(self, *args, **kwargs):
        with shown_again(context.request.session):
            super().__init__(*args, **kwargs)
        self.secret: str = get_totp_secret()


class DeviceWords(forms.JSONField):
    """Python's reader gives up on endless numbers and deep lists in ways that Django does not expect."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data, initial):
        """Nothing of it stands in the page again: it answered one challenge."""
        return initial


class FromDevice(PlainWords):
    """What a device says of a passkey, or a stranger in its place: what cannot be read in it, however deep, did not fit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = DeviceWords(widget=forms.HiddenInput)

    def full_clean(self) -> None:
        try:
            super().full_clean()
        # Of bytes and numbers that are none; not of a database that is away.
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error):
            self.add_error("credential", factors_adapter().validation_error("incorrect_code"))


class PasskeyEntrance(FromDevice, passkeys.LoginWebAuthnForm):
    pass


class PasskeyBehindPassword(FromDevice, passkeys.AuthenticateWebAuthnForm):
    pass


class PasskeyAgain(FromDevice, passkeys.ReauthenticateWebAuthnForm):
    pass


class NamedPasskey(PlainWords):
    """What people call a passkey tells them later which device it is on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.max_length = _("Name of this passkey"), 60
        name.widget.attrs |= {"maxlength": 60, "dir": "auto", "autocomplete": "off"}
        name.help_text = _("A name that helps you recognise it, for example the device it is on.")
        # A passkey signs in by itself wherever the device allows it; nobody needs to decide that.
        self.fields.pop("passwordless", None)


class NewPasskey(FromDevice, NamedPasskey, passkeys.AddWebAuthnForm):
    pass


class FirstPasskey(FromDevice, NamedPasskey, passkeys.SignupWebAuthnForm):
    pass


class PasskeyName(NamedPasskey, passkeys.EditWebAuthnForm):
    pass
