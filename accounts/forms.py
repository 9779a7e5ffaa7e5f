from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import NameChange, User
from accounts.models.name_change import kept
from accounts.models.name_key import keeps_name
from accounts.name_looks import LookFields, ask
from accounts.names import RAW_LIMIT
from accounts.pending_signup import settle, wish_of
from accounts.places import country_choices, language_choices


class PublicPersonFields(LookFields):
    """What others may know of a person: asked on sign-up, changed on the page "You"."""

    name = forms.CharField(
        label=_("Public name"),
        max_length=RAW_LIMIT,
        help_text=_("Shown next to all your posts. Citizens can use a pseudonym."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you read"),
        required=False,
        help_text=_("Used to suggest the language of your posts."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["country"].choices = [("", _("Prefer not to say")), *country_choices(language)]
        self.fields["languages"].choices = language_choices(language)

    field_order = ("name", "look", "why")
    person: User | None = None

    def clean_name(self) -> str:
        return self.free_name(self.cleaned_data["name"], self.person)


class SignupForm(PublicPersonFields):
    """allauth's sign-up asks for the address; these fields come with it."""

    def signup(self, request, user: User) -> None:
        """Asked by allauth where an institution has vouched for the address; everybody else waits for a code."""
        settle(user, wish_of(self))
        if asked := self.cleaned_data.get("asked"):
            ask(request, user, asked)


class ProfileForm(PublicPersonFields):
    show_country = forms.BooleanField(label=_("Show my country on my page"), required=False)
    show_posts = forms.BooleanField(label=_("List my posts on my page"), required=False)
    findable = forms.BooleanField(
        label=_("Let others find me before my first post"),
        required=False,
        help_text=_("Otherwise nobody can see that you have an account until you post in a room or hold a mandate."),
    )

    person: User

    def __init__(self, *args, person: User, **kwargs):
        self.person = person
        initial = {"name": person.name, "country": person.country, "languages": person.languages}
        initial |= {"show_country": person.show_country, "show_posts": person.show_posts}
        initial |= {"findable": person.findable}
        super().__init__(*args, initial=initial, **kwargs)
        # Shown as text, and why it stays.
        self.kept_name, self.why_kept = "", ""
        if person.name and keeps_name(person):
            self.kept_name, self.why_kept = person.name, kept()
            del self.fields["name"]

    def clean_name(self) -> str:
        name = super().clean_name()
        if self.person.name not in ("", name):
            NameChange.permit(self.person)
        return name

    def clean(self) -> dict:
        """Whoever sends another name all the same is told, from a page that was open before, or a hand of their own."""
        told = super().clean()
        if self.kept_name and self.data.get("name", self.kept_name) != self.kept_name:
            raise ValidationError(self.why_kept, code="kept")
        return told

    def save(self, request) -> bool:
        """False when the name was changed elsewhere meanwhile, and with it once too often; or nobody may be asked to look at it."""
        try:
            if asked := self.cleaned_data.get("asked"):
                ask(request, self.person, asked)
            elif not self.kept_name:
                self.person.rename(self.cleaned_data["name"])
        except ValidationError as refusal:
            self.add_error("name", refusal)
            return False
        # The name is written by its verb alone.
        written = ("country", "languages", "show_country", "show_posts", "findable")
        for field in written:
            setattr(self.person, field, self.cleaned_data[field])
        self.person.save(update_fields=written)
        return True
