from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def institutions() -> list[dict]:
    """Institutions whose people sign in at their own server; none where none is set up."""
    return settings.INSTITUTIONS
