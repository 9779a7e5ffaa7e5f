"""The demonstration as `make run` serves it, with doors at which each error page can be seen."""

from forum.settings import *  # noqa: F403

ROOT_URLCONF = "tests.audit.urls"
CONTACT_EMAIL = "help@forum.example.org"
