"""The letter to somebody who is invited to speak for a body. It can go to anybody, so nothing that an officer, an applicant or
a body has written stands in it: that is read behind the link."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.limits.budgets import Spent


def write(mailbox: str, token: str) -> None:
    """In the transaction that makes the invitation; ValidationError where this mailbox has had mail enough."""
    try:
        get_adapter().send_mail(
            "accounts/email/mandate_offered", mailbox, {"invitation_url": reverse("invitation", args=[token])}
        )
    except Spent:
        raise ValidationError(
            _("No more e-mails of this kind can go to this address today. Try again tomorrow."), code="often"
        ) from None
