"""What `manage.py` does: Django's commands; what is wrong with the settings or the database is a sentence, not a traceback."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from forum.reasons import reason

WHERE = "With --traceback it says where it happened."


def run(argv: list[str]) -> None:
    try:
        execute_from_command_line(argv)
    except (ImproperlyConfigured, OperationalError) as error:
        if "--traceback" in argv:
            raise
        if isinstance(error, ImproperlyConfigured):
            sys.exit(f"{error} {WHERE}")
        sys.exit(f"The database cannot be used: {reason(error)}. Check DATABASE_URL and the database. {WHERE}")
