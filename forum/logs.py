"""What is written in the log, and what never is: whoever reads it learns no key to anything, and nobody's address."""

import logging
import re
from collections.abc import Iterator
from functools import cache

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver, get_resolver

# Parts of addresses that let in whoever knows them, by their names in the URLconf.
SECRET = {"token", "key"}
# Answered in words, and no fault of ours: where it was raised says nothing to anybody.
ORDINARY = (PermissionDenied, Http404, SuspiciousOperation, BadRequest, MultiPartParserError)
# As long as they can be (RFC 5321) and no longer: a line of a hundred thousand letters would be gone through for each of them.
MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,16}")


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(its whole address, the pattern) of every address there is."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


@cache
def secret_addresses() -> re.Pattern[str]:
    """Finds what follows the fixed part of an address that holds something secret; also where the rest was mistyped."""
    begun = {
        address.partition("<")[0] for address, pattern in patterns() if SECRET & set(pattern.pattern.regex.groupindex)
    }
    return re.compile(rf"(/(?:{'|'.join(re.escape(each) for each in sorted(begun))}))[^\s'\"?]+")


class Discreet(logging.Formatter):
    """Leaves out of every line, traceback included, what opens a door, and addresses of mailboxes."""

    def format(self, record: logging.LogRecord) -> str:
        return MAIL.sub("…@…", secret_addresses().sub(r"\1…", super().format(record)))


class Refusals(logging.Filter):
    """A refusal is one line: its traceback goes."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], ORDINARY):
            record.exc_info = record.exc_text = None
        return True
