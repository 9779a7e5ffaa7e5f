"""A budget that is used up, without doing what it is for a thousand times."""

from dialogue.limits import buckets
from dialogue.limits.budgets import Budget, Kept
from dialogue.limits.models import Bucket


def spend(budget: Budget, *spender: object) -> None:
    """All of it, as of now."""
    key = budget.key(*spender)
    if budget.kept == Kept.TABLE:
        Bucket.objects.update_or_create(key=key, defaults={"expires_at": buckets.time.time() + budget.seconds})
    else:
        buckets.MEMORY.full_at[key] = buckets.time.monotonic() + budget.seconds
    assert budget.wait(*spender) > 0
