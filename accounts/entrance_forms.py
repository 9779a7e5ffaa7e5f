"""allauth's forms with our words. What they check stays allauth's."""

import unicodedata

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "code": _("Code"),
    "password": _("Password"),
    "oldpassword": _("Password you have now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "remember": _("Keep me signed in on this device"),
}
HELP = {
    "code": _("Eight digits, from the mail we have just sent."),
    "password1": _("At least ten characters, and not one that many people use. A sentence is good."),
}


class PlainWords(forms.Form):
    """Labels and help from here, and no word inside a field, where it would vanish with the first letter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = LABELS.get(name, field.label), HELP.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)
        if "password" in self.fields:
            self.fields["password"].help_text = ""


class Code(PlainWords, allauth.BaseConfirmCodeForm):
    """Digits of any script are digits: an Arabic or Persian keyboard may have no others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "autofocus": True}

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        self.cleaned_data["code"] = "".join(str(unicodedata.decimal(letter, letter)) for letter in typed)
        return super().clean_code()


class Login(PlainWords, allauth.LoginForm):
    pass


class Signup(PlainWords, allauth.SignupForm):
    pass


class NewAddress(PlainWords, allauth.AddEmailForm):
    pass


class OtherAddress(PlainWords, allauth.ChangeEmailForm):
    pass


class ChangePassword(PlainWords, allauth.ChangePasswordForm):
    pass


class SetPassword(PlainWords, allauth.SetPasswordForm):
    pass


class ResetPassword(PlainWords, allauth.ResetPasswordForm):
    pass


class NewPassword(PlainWords, allauth.ResetPasswordKeyForm):
    pass


class Reauthenticate(PlainWords, allauth.ReauthenticateForm):
    pass


class RequestCode(PlainWords, allauth.RequestLoginCodeForm):
    pass


class SignInCode(Code, allauth.ConfirmLoginCodeForm):
    pass


class AddressCode(Code, allauth.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCode(Code, allauth.ConfirmPasswordResetCodeForm):
    pass
