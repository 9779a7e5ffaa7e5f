"""Time as a test wants it."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

_real_now = timezone.now


class Clock:
    """Runs on with the real one, ahead of it by what has been added."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self):
        return _real_now() + self.ahead

    def pass_by(self, **time) -> None:
        self.ahead += timedelta(**time)


@contextmanager
def own_clock():
    clock = Clock()
    with patch("django.utils.timezone.now", clock):
        yield clock
