"""Sessions in the database, as Django keeps them; what cannot be one of its keys is never looked up."""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from accounts.middleware import LOW_DATA

# As Django draws them (SessionBase._get_new_session_key).
_KEY = re.compile("[a-z0-9]{32}", re.ASCII)
# Of somebody who is not signed in: as long as the codes and challenges it holds are good for (settings.CODE_MINUTES).
GUEST_SECONDS = settings.CODE_MINUTES * 60
# Under which a sign-up that waits for its code is kept, and for how long.
SIGN_UP, SIGN_UP_SECONDS = "pending_signup", 60 * 60


def is_session_key(key: str | None) -> bool:
    """Whether `key` has the shape of one: whatever else a cookie holds belongs in no query."""
    return bool(key and _KEY.fullmatch(key))


class SessionStore(DatabaseStore):
    """Django's SESSION_ENGINE. A key that is none counts as no key at all, as one that has ended does."""

    ends_at: datetime | None = None
    # Somebody came with a key of which there is no session any more.
    gone = False

    def load(self):
        row = self._get_session_from_db()
        self.gone = row is None
        self.ends_at = row.expire_date if row else None
        return self.decode(row.session_data) if row else {}

    def get_session_cookie_age(self) -> int:
        """A guest's holds what they have begun and soon ends, unless they have chosen something. Anybody can have thousands."""
        if SESSION_KEY in self or LOW_DATA in self:
            return settings.SESSION_COOKIE_AGE
        return SIGN_UP_SECONDS if SIGN_UP in self else GUEST_SECONDS

    def renew(self) -> None:
        """Whoever uses it keeps it: from now on it lasts as long as a new one. Written once a day at most; what was only begun ends."""
        a_day_old = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE) - timedelta(days=1)
        if self.ends_at and self.ends_at < a_day_old and self.get_session_cookie_age() == settings.SESSION_COOKIE_AGE:
            self.modified = True

    def _validate_session_key(self, key):
        return is_session_key(key)
