"""What a verb raises when it will not do what was asked. Every door turns these into its own kind of answer."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A refusal a person can read: `code` for programs, `message` for people, `status` for HTTP."""

    code = "refused"
    status = 400
    message = _("This could not be done. Check what you entered, and try again.")

    # What a page needs to go on, beside that.
    more: dict = {}

    def __init__(self, message=None, *, code: str | None = None, retry_after: float | None = None):
        self.message = message or self.message
        self.code = code or self.code
        self.retry_after = retry_after
        super().__init__(self.code)

    def told(self) -> dict:
        """As programs hear it, in the language in force."""
        wait = {} if self.retry_after is None else {"retry_after": round(self.retry_after, 1)}
        return {"code": self.code, "message": str(self.message), **wait, **self.more}


class Invalid(Refusal):
    code = "invalid"


class NotAllowed(Refusal):
    code = "not_allowed"
    status = 403
    message = _("You may not do this here. If you think you should, write to the hosts of this room.")


class NotFound(Refusal):
    code = "not_found"
    status = 404
    message = _("This is not here, or no longer here. Go back to the room to see what is.")


class Closed(Refusal):
    code = "closed"
    status = 409
    message = _("This room is closed. You can read everything that was said, and speak in another room.")


class Conflict(Refusal):
    code = "conflict"
    status = 409
    message = _("This was already sent with other words. Reload the page and look before you send again.")


class TooFast(Refusal):
    code = "too_fast"
    status = 429
    message = _("A moment, please: others are waiting to speak. Your words are kept.")


class Busy(Refusal):
    code = "busy"
    status = 503
    message = _("The forum cannot save this right now. Your words are kept; try again in a moment.")
