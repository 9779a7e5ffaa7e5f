from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.models.rights_model import RightsModel, RightsQuerySet
from dialogue.live import access
from dialogue.live.record import writing
from dialogue.rooms.models.titled import in_language
from dialogue.rooms.models.worded import InLanguages


class Theme(RightsModel):
    """A large question of the campaign. Titles and summaries are kept in every interface language: {code: words}."""

    slug = models.SlugField(max_length=60, unique=True)
    place = models.PositiveSmallIntegerField(_("position in the list"), default=0)
    titles = models.JSONField(_("titles"), default=dict, validators=[InLanguages("titles")])
    summaries = models.JSONField(_("summaries"), default=dict, validators=[InLanguages("summaries")])

    # Some mandates are for certain themes only.
    RIGHTS = frozenset({"slug"})
    NEW_GIVES_RIGHTS = False
    # What stands over the rooms, and over what is said there.
    WORDED = ("titles", "summaries")

    objects = RightsQuerySet["Theme"].as_manager()

    class Meta:
        ordering = ["place", "slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def announce(cls, rows: list["Theme"]) -> None:
        streams = cls.objects.filter(pk__in=[row.pk for row in rows]).exclude(rooms=None)
        access.changed((None, stream) for stream in streams.values_list("rooms__stream", flat=True))

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def summary(self) -> str:
        return in_language(self.summaries)

    @property
    def relied_on(self) -> bool:
        """Whether anything was ever said in one of its rooms, or its title says what a mandate is for."""
        return self.rooms.filter(posts__isnull=False).exists() or scope.named(self.slug)

    def clean(self) -> None:
        """A theme that is gone comes back as what it was, by `manage.py themes`, or not at all."""
        if self._state.adding and scope.named(self.slug):
            raise ValidationError({"slug": _("Mandates refer to a theme by this short name. Choose another.")})

    def streams(self) -> list[int]:
        return list(self.rooms.order_by().values_list("stream", flat=True))

    def worded(self) -> dict:
        return {name: getattr(self, name) for name in self.WORDED}

    def reword(self, words: dict, by) -> None:
        """Other titles or summaries; the record of each of its rooms says that the title changed, as for a room's own."""
        with writing(self.streams()) as record:
            self.refresh_from_db()
            if words.get("titles", self.titles) != self.titles:
                rooms = list(self.rooms.select_related("theme"))
                for room in rooms:
                    room.remember_wording(record, by, themes=words["titles"])
                self.rooms.bulk_update(rooms, ["former"])
            for name, value in words.items():
                setattr(self, name, value)
            self.save(update_fields=list(words))


def offered(held: bool) -> list[tuple[str, str, dict[str, str]]]:
    """(slug, title, titles) of every theme, for whoever is asked what a mandate is for; `held` as they are (accounts/scope.py)."""
    themes = Theme.objects.select_for_update(no_key=True) if held else Theme.objects.all()
    return [(theme.slug, theme.title, theme.titles) for theme in themes]
