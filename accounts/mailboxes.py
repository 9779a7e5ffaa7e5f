"""Addresses of mail in one form, so that one mailbox is one account however its address was typed or copied."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.characters import JOINERS, visible
from accounts.domains import in_ascii

# Letters of the longest address there is (RFC 5321: 64, "@" and 255), and of what is made of its copy.
LONGEST = 320
INVALID = _("Write the whole address, such as ada@example.org. Before the @, use letters a to z without accents.")
PLAINLY = _(
    "Write the address without quotation marks and with a domain that has a dot in it, such as ada@example.org."
)
NO_DOMAIN = _("The part after the @ is not a valid domain. Type it by hand, or in the form that begins with xn--.")


def mailbox(text: str) -> str:
    """`text` without what cannot be seen, in usual characters (NFKC) and small letters, its domain as machines write it
    ("xn--mnchen-3ya.de"). What is no address is left to whoever checks; what is longer than any, as it is: bringing 250 kB of
    marks into order takes Unicode's algorithm a quarter of a minute."""
    if len(text) > LONGEST:
        return text
    local, at, domain = unicodedata.normalize("NFKC", text).rpartition("@")
    local, domain = visible(local).lower(), "".join(sign for sign in domain if sign in JOINERS or visible(sign))
    try:
        return local + at + in_ascii(domain)
    except UnicodeError:
        return local + at + domain


def is_plain(address: str) -> bool:
    """Whether nobody writes this mailbox in another way: in quotation marks each letter may have a backslash before it, which
    mail leaves out (RFC 5321, 4.1.2), and `[127.0.0.1]` or a name without a dot is one server by many names."""
    local, _at, domain = address.rpartition("@")
    return '"' not in local and "." in domain and not domain.startswith("[")


def written_plainly(address: str) -> None:
    validate_email(address)
    if not is_plain(address):
        raise ValidationError(PLAINLY, code="plainly")


class Mailbox(forms.EmailField):
    """A field for an address of mail: in one form before anything is asked about it."""

    default_validators = [written_plainly]
    default_error_messages = {"invalid": INVALID, "domain": NO_DOMAIN}

    def to_python(self, value) -> str:
        address = mailbox(super().to_python(value) or "")
        if len(address) <= LONGEST and not address.rpartition("@")[2].isascii():
            # Whoever sends the mail would make one of it all the same.
            raise ValidationError(self.error_messages["domain"], code="domain")
        return address


class MailboxOfBefore(Mailbox):
    """Where people sign in: what an account has from before is taken. Strangers are sent nothing there (unasked_mail.py)."""

    default_validators = [validate_email]
