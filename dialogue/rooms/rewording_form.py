"""The form in which an administrator says how a room or a theme should be worded."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.addresses import LANGUAGES
from accounts.grounds import WORDS_LIMIT
from accounts.places import language_choices, language_name, right_to_left
from dialogue.rooms.models import Room, Theme
from dialogue.rooms.models.asked import LIMITS
from dialogue.rooms.models.worded import check
from dialogue.rooms.rewording import LABELS, isolated
from dialogue.text.limits import LongField


class RewordingForm(forms.Form):
    """Every wording of a room or a theme in each language; empty where there is none."""

    def __init__(self, thing: Room | Theme, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.thing, self.now, self.places, page = thing, thing.worded(), {}, get_language() or "en"
        for name, words in self.now.items():
            if name == "languages":
                self.fields[name] = forms.MultipleChoiceField(
                    label=_("Languages used here"), required=False, initial=words, choices=language_choices(page)
                )
                continue
            for code in dict.fromkeys([*LANGUAGES, *words]):
                self.places[f"{name}_{code}"] = (name, code)
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=LABELS[name] % {"language": language_name(code, page)}, required=False,
                    max_length=LIMITS[name], initial=words.get(code, ""),
                    help_text=_("Now: %(words)s") % {"words": isolated(words.get(code, ""))},
                    widget=forms.TextInput(attrs={"lang": code, "dir": "rtl" if right_to_left(code) else "ltr"}),
                )  # fmt: skip
        self.fields["reason"] = LongField(
            label=_("Reason"), max_length=WORDS_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        )

    def clean(self) -> dict:
        filled = super().clean() or {}
        after: dict = {name: {} for name in self.now}
        for field, (name, code) in self.places.items():
            if filled.get(field):
                after[name][code] = filled[field]
        if "languages" in after:
            after["languages"] = filled.get("languages", [])
        check(self.thing, after)
        filled["after"] = after
        return filled
