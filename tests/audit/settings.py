"""The demonstration as `make run` serves it, with doors at which each error page can be seen."""

from forum.settings import *  # noqa: F403

ROOT_URLCONF = "tests.audit.urls"
CONTACT_EMAIL = "help@forum.example.org"
# Visitors sign in once, and look at everything: what asks for a fresh sign-in too.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600
