"""What is held about a person, as a page to read."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.cldr import moment
from accounts.item_names import name_of, value_of


def readable(value: object) -> SafeString:
    """Lists and pairs as the page's own; whatever a person wrote stands apart from the words around it."""
    if isinstance(value, dict):
        pairs = ((name_of(name), readable(value_of(name, held))) for name, held in value.items())
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs))
    if isinstance(value, list | tuple):
        items: list[tuple[object]] = [(readable(held),) for held in value] or [(_("Nothing"),)]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
    if isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), moment(value))
    if isinstance(value, bool):
        return format_html("{}", _("yes") if value else _("no"))
    return format_html('<bdi dir="auto">{}</bdi>', "–" if value in (None, "") else value)
