"""Why something was decided: a ground that everybody reads in their own language, and words of the one who decided."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

WORDS_LIMIT = 1000


class Ground(models.TextChoices):
    """What decisions about organisations and mandates rest on."""

    SHOWN = "shown", _("The evidence is sufficient.")
    NOT_SHOWN = "not_shown", _("The evidence is not sufficient yet. You can ask again with more.")
    NOT_THEIRS = "not_theirs", _("The address or website does not belong to this organisation.")
    NOT_A_BODY = (
        "not_a_body",
        _("This organisation cannot take part here: it has no statute, seat or members of its own."),
    )
    TWICE = "twice", _("This is already registered here, perhaps under another name.")
    ALIKE = "alike", _("This looks too much like another organisation.")
    BODY_SAYS_NO = "body_says_no", _("The organisation says that it did not give this mandate, or has ended it.")
    ENDED = "ended", _("The position or the mandate has ended.")
    DOUBT = "doubt", _("There are doubts, and we are checking them.")
    CLEARED = "cleared", _("The doubts were checked and resolved.")
    MISUSE = "misuse", _("It was used against the house rules.")
    OTHER = "other", _("Another reason; see below.")


REFUSING = (
    Ground.NOT_SHOWN,
    Ground.NOT_THEIRS,
    Ground.NOT_A_BODY,
    Ground.TWICE,
    Ground.ALIKE,
    Ground.BODY_SAYS_NO,
    Ground.OTHER,
)
ENDING = (Ground.BODY_SAYS_NO, Ground.ENDED, Ground.DOUBT, Ground.MISUSE, Ground.ALIKE, Ground.OTHER)


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground, and perhaps words in the language of whoever decided. False when there is none."""

    ground: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        if self.ground and self.ground not in Ground.values:
            raise ValidationError(_("Choose one of the reasons in the list."), code="reason")
        if self.ground == Ground.OTHER and not self.words.strip():
            raise ValidationError(_("Write a reason: the people concerned will read it."), code="reason")
        if len(self.words) > WORDS_LIMIT:
            raise ValidationError(
                _("This reason is longer than %(limit)d characters. Shorten it."),
                code="reason",
                params={"limit": WORDS_LIMIT},
            )

    def __bool__(self) -> bool:
        return bool(self.ground)


NONE_GIVEN = Reason()
