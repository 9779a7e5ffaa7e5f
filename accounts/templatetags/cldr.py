"""`{% load cldr %}`: everything a page shows as a number, a time or a list goes through here."""

from datetime import UTC, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import cldr
from accounts.devices import device

register = template.Library()

for spoken in (cldr.number, cldr.percent, cldr.day, cldr.short_day, cldr.ago, device):
    register.filter(spoken.__name__, spoken)


register.filter("moment_words", cldr.moment)


@register.filter
def listed(items) -> str:
    """A list in words. Items are escaped with the whole, so names of people may stand in it."""
    return cldr.listed(items)


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """A time in UTC, named as such; the browser puts it into the reader's zone (static/js/elements/local-time.js)."""
    exact = value.astimezone(UTC).isoformat(timespec="seconds")
    return format_html(
        '<local-time datetime="{}"><time datetime="{}">{}</time></local-time>', exact, exact, cldr.moment(value)
    )
