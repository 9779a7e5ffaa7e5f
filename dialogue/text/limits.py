"""Fields for longer words: the browser cuts nothing off (`maxlength` does, without a word), static/js/dom/limits.js says how
much is too much, and the server refuses it with everything kept."""

import json
from functools import cache

from django import forms
from django.utils.translation import get_language, ngettext_lazy

from dialogue.text.plurals import plural

LEFT = ngettext_lazy("{n} character left", "{n} characters left")
OVER = ngettext_lazy("{n} character too many. Shorten your text.", "{n} characters too many. Shorten your text.")


def limit_attrs(limit: int) -> dict[str, str]:
    """Attributes of a field for at most `limit` characters (code points, as Python and the database count them)."""
    return {"data-limit": str(limit), "data-words": _words(get_language())}


@cache
def _words(language: str | None) -> str:
    """`language` is the one in force."""
    return json.dumps({"left": plural(LEFT), "over": plural(OVER)}, ensure_ascii=False)


class LongField(forms.CharField):
    """A CharField that people paste into."""

    widget = forms.Textarea

    def widget_attrs(self, widget: forms.Widget) -> dict:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def get_bound_field(self, form, field_name):
        # In the language of the reader, not of whoever asked first.
        self.widget.attrs |= limit_attrs(self.max_length) if self.max_length else {}
        return super().get_bound_field(form, field_name)
