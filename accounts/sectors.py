from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """For what kind of body somebody speaks; a dimension of every post, vote and figure."""

    GOVERNMENT = "government", _("Government")
    PARLIAMENT = "parliament", _("Parliament")
    AUTHORITY = "authority", _("Local or regional authority")
    SOCIETY = "society", _("Civil society")
    CITIZEN = "citizen", _("Citizen")
    INTERNATIONAL = "international", _("International organisation")


# The four whose balance is measured; international organisations take part but are not counted in it.
QUADRILOGUE = (Sector.GOVERNMENT, Sector.PARLIAMENT, Sector.AUTHORITY, Sector.SOCIETY)

# For these somebody speaks with a second factor only, under a mandate that two people have confirmed.
OFFICIAL = (Sector.GOVERNMENT, Sector.PARLIAMENT, Sector.AUTHORITY, Sector.INTERNATIONAL)
