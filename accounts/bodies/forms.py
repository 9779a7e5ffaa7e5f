"""What is asked of somebody who wants to speak for a body."""

from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.grounds import WORDS_LIMIT, Reason
from accounts.models import Organisation
from accounts.models.organisation import Level
from accounts.names import clean_body_name, clean_title
from accounts.places import country_choices
from accounts.sectors import Sector
from dialogue.text.limits import LongField

YEAR = timedelta(days=365)
DOMAINS = 10
is_domain = RegexValidator(
    r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
    _("Write domains like “example.org”, one on each line."),
)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class TermForm(forms.Form):
    """Title, themes, territory, and from when until when: of a request as of an invitation."""

    title = forms.CharField(
        label=_("Title"), max_length=400, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The title the organisation uses: “minister”, “secretary of the committee”, “spokesperson for water”."),
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What the mandate covers. Choose none if it covers all of them."),
    )  # fmt: skip
    territory = forms.CharField(
        label=_("Territory"), required=False, max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Only if it covers a part of the country: a province, a town, an electoral district."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    valid_until = forms.DateField(
        label=_("Last day"), widget=DayInput, help_text=_("Twelve months at most; it can be renewed.")
    )

    # What each theme was called where this form was shown.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, initial=None, **kwargs):
        # In this order: what is renamed in between is told as changed, never the other way.
        today, shown, themes = timezone.now().date(), " ".join(scope.shown(held=False).values()), scope.themes()
        initial = {"valid_from": today, "valid_until": today + YEAR, "shown": shown, **(initial or {})}
        super().__init__(*args, initial=initial, **kwargs)
        self._offer(themes)
        if not themes:
            del self.fields["themes"]

    def _offer(self, themes: dict[str, str]) -> None:
        if "themes" in self.fields:
            cast(forms.MultipleChoiceField, self.fields["themes"]).choices = list(themes.items())

    def clean(self) -> dict:
        """In the transaction in which it is asked for: nobody asks to speak for what they never read. Themes that were not chosen
        do not matter, or whoever words one that nobody needs could refuse every request; who chooses none names no title. A form
        that does not say what was read is one of before."""
        data = super().clean() or {}
        chosen, read = data.get("themes", []), data.get("shown", "").split()
        now = scope.shown(held=True) if chosen else {}
        if now and not {now.get(slug) for slug in chosen}.issubset(read):
            sent = cast(QueryDict, self.data).copy()
            sent[self.add_prefix("shown")] = " ".join(now.values())
            self.data = sent
            self._offer(scope.themes())
            told = _(
                "The themes have changed since you opened this form. Check them, then send it again. Your text is "
                "still here."
            )
            self.add_error("themes" if "themes" in self.fields else None, told)
        return data

    def clean_title(self) -> str:
        return clean_title(self.cleaned_data["title"])

    def clean_territory(self) -> str:
        territory = self.cleaned_data["territory"]
        return clean_title(territory) if territory else ""

    def term(self) -> dict:
        """As the verbs take it: from the first moment of the first day (UTC; today begins now) to the last of the last."""
        data = self.cleaned_data
        begins, now = midnight(data["valid_from"]), timezone.now()
        return {
            "title": data["title"], "themes": data.get("themes", []), "territory": data["territory"],
            "valid_from": now if begins.date() == now.date() else begins,
            "valid_until": datetime.combine(data["valid_until"], time(23, 59, 59), UTC),
        }  # fmt: skip


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


class MandateForm(TermForm):
    note = LongField(
        label=_("A note for the reviewers"), required=False, max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("How can they check that you speak for this organisation? For example, a page that names you or an "
            "office to ask."),
    )  # fmt: skip


class BodyForm(forms.Form):
    """A body that is not here yet."""

    name = forms.CharField(
        label=_("Name"), max_length=800, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The official name, in the language of the organisation."),
    )  # fmt: skip
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[("", _("Choose one")), *(choice for choice in Sector.choices if choice[0] != Sector.CITIZEN)],
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.NATIONAL)
    country = forms.ChoiceField(label=_("Country"), required=False)
    territory = forms.CharField(
        label=_("Territory"), required=False, max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The region, town or district, if it is not a whole country."),
    )  # fmt: skip
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    domains = LongField(
        label=_("Internet domains"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("The domains of its website and e-mail, one on each line. They help to show that it is you."),
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Part of"), required=False, empty_label=_("no other organisation"),
        help_text=_("A ministry belongs to its government, a committee to its parliament."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [
            ("", _("none: it is international")),
            *country_choices(get_language() or "en"),
        ]
        self.fields["parent"].queryset = Organisation.objects.active().order_by("name")
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=language, required=False, max_length=800,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )  # fmt: skip

    def of_the_body(self):
        return [field for field in self if not field.name.startswith("name_")]

    def in_other_languages(self):
        return [field for field in self if field.name.startswith("name_")]

    def clean_name(self) -> str:
        return clean_body_name(self.cleaned_data["name"])

    def clean_domains(self) -> list[str]:
        domains = list(dict.fromkeys(self.cleaned_data["domains"].lower().replace(",", " ").split()))
        if len(domains) > DOMAINS:
            raise forms.ValidationError(_("Name ten domains at most. You can add others later."))
        for domain in domains:
            is_domain(domain)
        return domains

    def clean(self) -> dict:
        data = self.cleaned_data
        data["names"] = {
            code: data.pop(f"name_{code}") for code, _language in settings.LANGUAGES if data.get(f"name_{code}")
        }
        return data

    def described(self) -> dict:
        """As Organisation.ask takes it."""
        data = self.cleaned_data
        return {name: value for name, value in data.items() if not name.startswith("name_")}


class InvitationForm(TermForm):
    number = forms.IntegerField(
        label=_("Number of links"), min_value=1, max_value=50, initial=1, help_text=_("One for each person.")
    )
    days = forms.IntegerField(label=_("Days until the links expire"), min_value=1, max_value=14, initial=7)


class DecisionForm(forms.Form):
    """A reason, of those that fit; words are needed only with “another reason”."""

    ground = forms.ChoiceField(label=_("Reason"), required=False)
    words = LongField(
        label=_("In your own words"), required=False, max_length=WORDS_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, grounds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", _("Choose a reason")), *((each.value, each.label) for each in grounds)]

    def reason(self) -> Reason:
        return Reason(self.cleaned_data["ground"], self.cleaned_data["words"])
