"""Words for a number, for scripts that choose among their forms."""

from babel import Locale
from django.utils.translation import get_language

# Among these numbers every plural category of every interface language occurs.
SAMPLES = range(120)


def plural(words) -> dict[str, str]:
    """The form of `words` (of ngettext_lazy) for each plural category of the language, by a number that takes it."""
    rule = Locale.parse((get_language() or "en").replace("-", "_")).plural_form
    return {rule(n): words % n for n in reversed(SAMPLES)}
