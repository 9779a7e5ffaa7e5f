"""How many documents one person may hand in, over all that they ask for: what one hands in others have to keep and read."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

DAY = timedelta(days=1)
# Documents, and bytes of them: handed in within a day, whatever became of them, and kept at the same time.
A_DAY, BYTES_A_DAY = 10, 25 * 1024 * 1024
KEPT, BYTES_KEPT = 20, 50 * 1024 * 1024


def room_for(size: int, person: User, documents: QuerySet) -> None:
    """ValidationError if a document of `size` bytes is too much; `documents` are all this person has handed in. The person's
    row is locked, so that two applications at once are counted one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    today, kept = Q(added_at__gt=timezone.now() - DAY), ~Q(file="")
    counted = documents.aggregate(
        today=Count("pk", filter=today), bytes_today=Sum("size", filter=today, default=0),
        kept=Count("pk", filter=kept), bytes_kept=Sum("size", filter=kept, default=0),
    )  # fmt: skip
    if counted["today"] >= A_DAY or counted["bytes_today"] + size > BYTES_A_DAY:
        raise ValidationError(_("You have reached today’s limit for evidence. Continue tomorrow."), code="often")
    if counted["kept"] >= KEPT or counted["bytes_kept"] + size > BYTES_KEPT:
        raise ValidationError(
            _(
                "You have reached the limit for evidence. Wait for a decision, or withdraw a request: its documents "
                "are deleted with it."
            ),
            code="many",
        )
