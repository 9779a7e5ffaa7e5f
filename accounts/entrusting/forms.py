from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.grounds import WORDS_LIMIT
from accounts.mailboxes import Mailbox
from accounts.models import User
from accounts.models.appointment import Power
from dialogue.text.limits import LongField


class ProposalForm(forms.Form):
    """About whom, and why."""

    person = forms.CharField(
        label=_("Address of their page"), max_length=200, help_text=_("The last part of it, or the whole address.")
    )
    reason = LongField(label=_("Reason"), max_length=WORDS_LIMIT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        """Last comes the reason for what stands above it."""
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean_person(self) -> User:
        handle = self.cleaned_data["person"].strip().rstrip("/").rpartition("/")[2]
        person = User.objects.filter(handle=handle, left_at=None).first()
        if person is None:
            raise ValidationError(_("Nobody has a page with this address. Open their page and copy its address."))
        return person


class RecoveryForm(ProposalForm):
    address = Mailbox(label=_("New e-mail address"))


class AppointmentForm(ProposalForm):
    power = forms.ChoiceField(label=_("Role"), choices=Power.choices)
    gives = forms.ChoiceField(label=_("What to do"), choices=[("give", _("give it")), ("take", _("take it away"))])


class NameAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("grant", _("they can use this name")), ("refuse", _("they cannot use this name"))],
        widget=forms.RadioSelect,
    )
    reason = LongField(
        label=_("Reason"), max_length=WORDS_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
