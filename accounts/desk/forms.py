from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.desk.deciding import GROUNDS
from accounts.desk.queue import NO_COUNTRY
from accounts.grounds import WORDS_LIMIT, Ground, Reason
from accounts.models import Organisation
from accounts.places import country_choices
from accounts.sectors import Sector
from dialogue.text.limits import LongField

SECTORS = [choice for choice in Sector.choices if choice[0] != Sector.CITIZEN]


class QueueForm(forms.Form):
    """What of the queue an officer wants to see."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("all")), ("organisation", _("organisations")), ("mandate", _("mandates"))],
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("all")), *SECTORS])
    country = forms.ChoiceField(label=_("Country"), required=False)
    second = forms.BooleanField(label=_("needs a second approval"), required=False)
    mine = forms.BooleanField(label=_("under review by me"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        countries = country_choices(get_language() or "en")
        choices = [("", _("all")), (NO_COUNTRY, _("international")), *countries]
        self.fields["country"] = forms.ChoiceField(label=_("Country"), required=False, choices=choices)


class SeenForm(forms.Form):
    """What whoever decides has seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class DecisionForm(SeenForm):
    """A ground that the person reads in their own language, and words of the officer."""

    ground = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    words = LongField(
        label=_("In your own words"),
        required=False,
        max_length=WORDS_LIMIT,
        strip=True,
        help_text=_("The person will read this exactly as you write it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, verb: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{verb}_%s"
        self.verb = verb
        grounds = GROUNDS[verb]
        self.fields["ground"] = forms.ChoiceField(
            label=_("Reason"),
            widget=forms.RadioSelect,
            choices=[(ground.value, ground.label) for ground in grounds],
            initial=grounds[0].value if grounds[0] in (Ground.SHOWN, Ground.CLEARED) else None,
        )

    def clean(self) -> dict:
        data = super().clean() or {}
        if "ground" in data and "words" in data:
            data["reason"] = Reason(data["ground"], data["words"])
        return data


class DescriptionForm(forms.ModelForm):
    """What is said of a body. Names in other languages have a field each."""

    domains = forms.CharField(
        label=_("Internet domains, one on each line"), required=False, widget=forms.Textarea({"rows": 2})
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ("name", "sector", "level", "country", "territory", "website", "domains")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.auto_id = "id_about_%s"
        self.fields["sector"].choices = SECTORS
        self.fields["country"].choices = [("", _("international")), *country_choices(get_language() or "en")]
        self.initial["domains"] = "\n".join(self.instance.domains)
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language},
                required=False,
                max_length=200,
                initial=self.instance.names.get(code, ""),
                widget=forms.TextInput({"dir": "auto", "lang": code}),
            )

    def clean_domains(self) -> list[str]:
        domains = self.cleaned_data["domains"].lower().split()
        if len(domains) > 10 or any("." not in domain or len(domain) > 253 for domain in domains):
            raise ValidationError(_("Write up to ten domains such as example.org, one on each line."))
        return domains

    def _post_clean(self) -> None:
        """The verb checks, and writes."""

    def fields_of_the_body(self) -> dict:
        """As `Organisation.describe` takes them."""
        known = {code for code, _name in settings.LANGUAGES}
        names = {code: name for code, name in self.instance.names.items() if code not in known}
        names |= {code: name for code in known if (name := self.cleaned_data[f"name_{code}"].strip())}
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"names": names}


class NoteForm(forms.Form):
    words = LongField(label=_("Note"), max_length=2000, widget=forms.Textarea({"rows": 3, "dir": "auto"}))
