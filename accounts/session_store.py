"""Sessions in the database, as Django keeps them; what cannot be one of its keys is never looked up."""

import re

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

# As Django draws them (SessionBase._get_new_session_key).
_KEY = re.compile("[a-z0-9]{32}", re.ASCII)


def is_session_key(key: str | None) -> bool:
    """Whether `key` has the shape of one: whatever else a cookie holds belongs in no query."""
    return bool(key and _KEY.fullmatch(key))


class SessionStore(DatabaseStore):
    """Django's SESSION_ENGINE. A key that is none counts as no key at all, as one that has ended does."""

    def _validate_session_key(self, key):
        return is_session_key(key)
