"""Addresses of mail in one form, so that one mailbox is one account however its address was typed or copied."""

import unicodedata

from django import forms
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from accounts.characters import visible

# Letters of the longest address there is (RFC 5321: 64, "@" and 255), and of what is made of its copy.
LONGEST = 320
INVALID = _("Write the whole address, such as ada@example.org. Before the @ stand letters a to z without accents.")


def mailbox(text: str) -> str:
    """`text` without what cannot be seen, in usual characters (NFKC) and small letters, its domain as machines write it
    ("xn--mnchen-3ya.de"). What is no address is left to whoever checks; what is longer than any, as it is: bringing 250 kB of
    marks into order takes Unicode's algorithm a quarter of a minute."""
    if len(text) > LONGEST:
        return text
    address = visible(unicodedata.normalize("NFKC", text)).lower()
    local, at, domain = address.rpartition("@")
    try:
        return local + at + punycode(domain)
    except UnicodeError:
        return address


class Mailbox(forms.EmailField):
    """A field for an address of mail: in one form before anything is asked about it."""

    default_error_messages = {"invalid": INVALID}

    def to_python(self, value) -> str:
        return mailbox(super().to_python(value) or "")
