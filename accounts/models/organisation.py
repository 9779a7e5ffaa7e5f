from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import Origin
from accounts.places import region_of
from accounts.sectors import Sector


class Organisation(models.Model):
    """A body with a sector, and a country or an international scope (country left empty)."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.PERSON, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    @property
    def region(self) -> str:
        return region_of(self.country)
