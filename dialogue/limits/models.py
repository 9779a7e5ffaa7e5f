"""What the limits count in. No row is ever taken out to make room for others: each goes when its own time is over."""

from datetime import datetime

from django.db import models

# Rows deleted at once.
PART = 5000


class Expiring(models.QuerySet):
    def forget(self, now: datetime) -> int:
        """Delete what is over; how many rows that were. In parts, for somebody may have filled a million."""
        over, number = self.filter(expires_at__lt=now.timestamp()), 0
        while gone := self.filter(pk__in=list(over.values_list("pk", flat=True)[:PART])).delete()[0]:
            number += gone
        return number


class Bucket(models.Model):
    """A token bucket that is not full. `key` names budget and spender by a keyed hash (keys.py); `expires_at`, in seconds since
    1970, is when the bucket is full again: then the row says no more than none would."""

    key = models.CharField(max_length=100, primary_key=True)
    expires_at = models.FloatField(db_index=True)

    objects = Expiring.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "buckets"

    def __str__(self) -> str:
        return self.key


class Cached(models.Model):
    """A value of Django's cache (cache.py), as JSON."""

    key = models.CharField(max_length=100, primary_key=True)
    value = models.TextField()
    expires_at = models.FloatField(db_index=True)

    objects = Expiring.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cached values"

    def __str__(self) -> str:
        return self.key


class Failures(models.Model):
    """How many codes or passwords were wrong within one hour, over all accounts and networks."""

    # Hours since 1970.
    hour = models.PositiveIntegerField(primary_key=True)
    number = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = "wrong codes by the hour"

    def __str__(self) -> str:
        return f"{self.number} in hour {self.hour}"
