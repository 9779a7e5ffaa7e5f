"""How many files this process may still open. Each connection is one; some are kept for the database, Redis, uploads and
files, so that whoever comes when it is full takes nothing from those who are here."""

import os
import resource
import sys
from contextlib import suppress

# For what the process opens itself: 28 connections to the database, which on SQLite are three files each, and Redis.
OWN = 128
# The most that macOS lets a process ask for, whatever its hard limit says.
OPEN_MAX = 10_240


def raise_limit() -> int:
    """Ask the system for all it allows: its usual limit of 1,024 is low. How many files there may be now."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    for most in (hard, OPEN_MAX):
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            break
    return limit()


def limit() -> int:
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return sys.maxsize if soft == resource.RLIM_INFINITY else soft


def own() -> int:
    """How many are kept for what is no connection: of a low limit, half."""
    return min(OWN, limit() // 2)


def left() -> int:
    """At most so many may still be opened: a new one gets the lowest number that is free."""
    try:
        number = os.open(os.sep, os.O_RDONLY)
    except OSError:
        return 0
    os.close(number)
    return limit() - number


def is_full() -> bool:
    """Whether visitors are only told that there is no room; and probers, how it is."""
    return left() <= own()


def is_overfull() -> bool:
    """Whether nobody is told even that."""
    return left() <= own() * 3 // 4
