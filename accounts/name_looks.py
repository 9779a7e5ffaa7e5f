"""Where a name is refused for what it could be taken for: two fields by which somebody asks two officers to look."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import budgets, guessing
from accounts.deceiving import LOOKED_AT
from accounts.models import NameRequest, User
from accounts.models.name_request import WHY_LIMIT
from dialogue.limits.budgets import Spent
from dialogue.limits.networks import network
from dialogue.text.limits import LongField


class LookFields(forms.Form):
    """They are there once a name was refused, and for nobody else. `cleaned_data["asked"]`: what officers are to look at."""

    look = forms.BooleanField(
        label=_("This is my name: ask two reviewers to check it"),
        required=False,
        help_text=_(
            "We will write to you when they have decided. Until then you use another name; nothing else is lost."
        ),
    )
    why = LongField(
        label=_("Why it is your name"),
        required=False,
        max_length=WHY_LIMIT,
        help_text=_(
            "One sentence is enough: “It is my family name.” Only you and the reviewers can read it, for 90 days."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    refused: ValidationError | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self._leave_out()

    def _leave_out(self) -> None:
        del self.fields["look"], self.fields["why"]

    def free_name(self, raw: str, person: User | None) -> str:
        """`raw` if it is free; else, where officers may look at it, the name that is theirs meanwhile."""
        try:
            return User.free_name(raw, of=person)
        except ValidationError as refusal:
            if refusal.code not in LOOKED_AT:
                raise
            self.refused = refusal
            return person.name if person else ""

    def clean(self) -> dict:
        told = super().clean() or self.cleaned_data
        if self.refused is None:
            self._leave_out()
        elif not told.get("look"):
            self.add_error("name", self.refused)
        elif not told.get("why"):
            self.add_error("why", _("Say in a sentence why this is your name."))
        else:
            told["asked"] = {"name": self.data["name"], "why": told["why"]}
        return told


def ask(request, person: User, asked: dict) -> None:
    """ValidationError says why not."""
    spends: guessing.Spends = [
        (budgets.NAME_LOOKS, (person.pk,)),
        (budgets.NAME_LOOKS_FROM, (network(request.META["REMOTE_ADDR"]),)),
    ]
    try:
        guessing.take(spends)
    except Spent as spent:
        raise ValidationError(spent.message, code="too_fast") from spent
    try:
        NameRequest.ask(person, asked["name"], asked["why"])
    except ValidationError:
        guessing.give_back(spends)
        raise
