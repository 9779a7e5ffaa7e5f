"""The forum's own settings, with an ASGI application that can be stopped or falsified at named points."""

from forum.settings import *  # noqa: F403

ASGI_APPLICATION = "tests.faults.asgi.application"
