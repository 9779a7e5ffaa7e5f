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
    message = _("You do not have permission to do this.")


class NotFound(Refusal):
    code = "not_found"
    status = 404
    message = _("There is nothing here any more, or only members can see it.")


class Closed(Refusal):
    code = "closed"
    status = 409
    message = _("This room is closed. You can still read all posts, and post in another room.")


class Conflict(Refusal):
    code = "conflict"
    status = 409
    message = _("This was already sent with a different text. Reload the page and check before you send again.")


class TooFast(Refusal):
    code = "too_fast"
    status = 429
    message = _("Slow mode is on. Wait a moment before you post again. Your text is kept.")


class Busy(Refusal):
    code = "busy"
    status = 503
    message = _("The forum cannot save this right now. Your text is kept; try again in a moment.")
