"""The documents people agree to, and the version in force of each: the day it was written. A new day asks everybody again."""

from django.utils.translation import gettext_lazy as _

VERSIONS = {"terms": "2026-11-29", "privacy": "2026-11-29"}
TITLES = {"terms": _("Terms"), "privacy": _("How we use your data")}
# As a person's row keeps it, so that no page has to ask the consents.
CURRENT = " ".join(VERSIONS.values())
