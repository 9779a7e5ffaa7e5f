"""What a list of the administration may be asked for. Django filters by every column of a model, by any comparison, whether the
page shows it or not: whoever may only look people up would read the hash of a password letter by letter."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import FieldDoesNotExist


class ShownOnly(ModelAdmin):
    """Whole values of the columns that the list shows or offers to filter by; anything else is refused with 400."""

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        filters = self.get_list_filter(request)
        asked = lookup.removesuffix("__exact")
        return lookup.removesuffix("__isnull") in filters or any(
            asked in (name, self._key_of(name)) for name in (*self.get_list_display(request), *filters)
        )

    def _key_of(self, name: str) -> str:
        """By what the links beside a list name what a relation leads to."""
        try:
            target = getattr(self.opts.get_field(name), "target_field", None)
        except FieldDoesNotExist:
            return name
        return f"{name}__{target.name}" if target else name
