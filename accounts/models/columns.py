"""What models that record who did something, and when, are made of."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def by_whom() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )


def moment() -> models.DateTimeField:
    return models.DateTimeField(null=True, blank=True, editable=False)


def different(one: str, other: str, name: str) -> models.CheckConstraint:
    """The database itself sees to it that these two are different people."""
    known = Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True})
    return models.CheckConstraint(condition=known | ~Q(**{one: F(other)}), name=f"%(class)s_{name}")
