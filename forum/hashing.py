"""Passwords are hashed with 100 MiB each, so that whoever has copied the database tries few; one after the other in a process, so
that a crowd at the door does not fill the machine. Cheaper hashes would tell by their time which accounts have older ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.translation import gettext_lazy as _

from dialogue.live.refusals import Busy

# One hash uses several cores already. Who waits holds one of the sixteen places for requests (settings.REQUESTS_AT_ONCE).
GATE = Semaphore(1)
# Seconds: where a hash takes 0.3 s, all sixteen have had their turn by then.
PATIENCE = 5


class Crowded(Busy):
    message = _(
        "Many passwords are being checked right now. Try again in a moment, or sign in with a passkey or a code."
    )


@contextmanager
def turn() -> Iterator[None]:
    if not GATE.acquire(timeout=PATIENCE):
        raise Crowded(retry_after=PATIENCE)
    try:
        yield
    finally:
        GATE.release()


class OneAtATime(Argon2PasswordHasher):
    def encode(self, password, salt):
        with turn():
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with turn():
            return super().verify(password, encoded)
