"""The states of the United Nations: how each stands there, and by what name."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.places import OBSERVERS, STATES, country_name


def standing(code: str) -> str:
    """In the United Nations: "member", "observer" or ""."""
    return "observer" if code in OBSERVERS else "member" if code in STATES else ""


def state_name(code: str) -> str:
    """The name of a country in the language of the page; the observers by the name they bear in the United Nations."""
    observers = {"PS": _("State of Palestine"), "VA": _("Holy See")}
    return observers.get(code) or country_name(code, get_language() or "en")
