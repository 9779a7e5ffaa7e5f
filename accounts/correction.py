"""The name of somebody, as staff correct it."""

from django import forms

from accounts.models import NameChange, User


class Correction(forms.ModelForm):
    """A name that staff correct keeps the rules of one that people choose."""

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if name != self.instance.name and self.instance.name:
            NameChange.permit(self.instance, by_staff=True)
        return User.free_name(name, of=self.instance) if name else ""
