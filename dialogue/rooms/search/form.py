from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.places import REGIONS, alphabetical, language_name, region_name
from accounts.sectors import Sector
from dialogue.rooms.models import Room
from dialogue.text.asked import without_from
from dialogue.text.language import UNKNOWN
from dialogue.text.query import LIMIT, Query

KINDS = (("posts", _("Posts")), ("threads", _("Threads")), ("rooms", _("Rooms")), ("people", _("People")))
# Those made of what people said.
SAID = ("posts", "threads")
PERIODS = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
# What each kind of thing can be narrowed by.
NARROWED_BY = {
    "posts": ("sector", "region", "language", "theme", "room", "since", "mandate"),
    "threads": ("sector", "region", "language", "theme", "room", "since", "mandate"),
    "rooms": ("theme", "language"),
    "people": ("sector", "region", "mandate"),
}


class SearchForm(forms.Form):
    """What is looked for, and where; every word of it stands in the address."""

    q = forms.CharField(label=_("Search words"), required=False, strip=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("All sectors")), *Sector.choices])
    region = forms.ChoiceField(label=_("World region"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    since = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("day", _("The last day")),
            ("week", _("The last 7 days")),
            ("month", _("The last 30 days")),
            ("year", _("The last year")),
        ],
    )
    mandate = forms.BooleanField(label=_("Only people with a mandate"), required=False)

    def __init__(self, data, rooms: Sequence[Room], kind: str):
        """`rooms`: those open to whoever asks. No other is offered, and asking for another looks like asking for none there is."""
        super().__init__(data)
        self.rooms, self.kind = rooms, kind
        page = get_language() or "en"
        spoken = {code: language_name(code, page) for room in rooms for code in room.languages}
        # Posts may be in a language that nobody knows, rooms are not.
        unknown = [] if kind == "rooms" else [(UNKNOWN, language_name(UNKNOWN, page))]
        offered = {
            "region": [("", _("The whole world")), *((code, region_name(code, page)) for code in REGIONS)],
            "language": [
                ("", _("All languages")),
                *sorted(spoken.items(), key=lambda each: alphabetical(each[1])),
                *unknown,
            ],
            "theme": [("", _("All themes")), *{room.theme.slug: room.theme.title for room in rooms}.items()],
            "room": [("", _("All rooms")), *((room.slug, room.title) for room in rooms)],
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        for name in [name for name in self.fields if name not in ("q", *NARROWED_BY[kind])]:
            del self.fields[name]
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "maxlength": LIMIT, "dir": "auto", "enterkeyhint": "search"}
        )
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = _("This is no longer in the list. Choose another.")

    def clean_q(self) -> Query:
        asked = self.cleaned_data["q"]
        if self.kind in SAID:
            return Query.of(asked, self.data.get("language", ""))
        # Nobody said a room or a person, and their names are in any language.
        return Query.of(without_from(asked))

    def chosen_rooms(self) -> list[Room]:
        """The rooms to look in."""
        theme, room = self.cleaned_data.get("theme"), self.cleaned_data.get("room")
        return [
            each for each in self.rooms if (not theme or each.theme.slug == theme) and (not room or each.slug == room)
        ]

    def begin(self) -> datetime | None:
        """Since when, None for always."""
        period = PERIODS.get(self.cleaned_data.get("since", ""))
        return timezone.now() - period if period else None

    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields if name != "q")
