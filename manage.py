#!/usr/bin/env python
"""Django's door on the command line."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    from forum.command_line import run

    run(sys.argv)
