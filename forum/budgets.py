"""How often one may send something to the administration, and to what no app has named."""

from dialogue.limits.budgets import MINUTE, Who, budget
from dialogue.limits.doors import forms, read_only

ADMINISTRATION = budget("administration", Who.PERSON, 240, MINUTE)
# For a form that was forgotten: tests/security/test_budgets.py does not let it pass.
ANY = budget("any form", Who.PERSON, 60, MINUTE)

forms("admin:", ADMINISTRATION)
read_only(
    "manifest worker offline robots sitemap django.contrib.sitemaps.views.index home styleguide about accessibility"
)
