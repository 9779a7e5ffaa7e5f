"""Names that could be taken for an office, a state, a body, or for whoever speaks for one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.look_alikes import holder_alike, look_alike
from accounts.models import User
from accounts.names import refuse_office

# At these refusals two officers may look.
LOOKED_AT = frozenset({"reserved", "body", "holder"})


def refuse_deceiving(name: str, of: User | None = None) -> None:
    """ValidationError with one of these codes when `name`, which `of` wants to bear, is such a name."""
    refuse_office(name)
    if body := look_alike(name):
        raise ValidationError(
            _(
                "This name is too close to an organisation on the forum: %(body)s. Choose another one. If you speak "
                "for it, request a mandate."
            ),
            code="body",
            params={"body": body.name},
        )
    if holder := holder_alike(name, of):
        raise ValidationError(
            _(
                "This name is too close to %(name)s, who speaks or spoke for an organisation here. Add a word of "
                "your own, such as a second name or your town."
            ),
            code="holder",
            params={"name": holder.name},
        )
