"""The key of an app that is being set up. A phone loads the page anew when somebody comes back from the app that has just read the
key: it stays the same for as long as a proof is fresh, and no longer, for whoever borrowed the session may have noted it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import time

from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

from accounts.reauthentication import FRESH

# In the session: since when the key is shown.
SHOWN = "app_key_shown"


@contextmanager
def shown_again(session) -> Iterator[None]:
    """Around what draws another key each time: the one that was shown a short while ago is put back."""
    key, since = session.get(SECRET_SESSION_KEY), session.get(SHOWN, 0)
    yield
    if key and time() - since < FRESH.total_seconds():
        session[SECRET_SESSION_KEY] = key
    elif session.get(SECRET_SESSION_KEY) != key:
        session[SHOWN] = time()
