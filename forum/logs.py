"""What is written in the log, and what never is: whoever reads it learns no key to anything, and nobody's address."""

import logging
import re

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError

from forum.secret_addresses import secret_addresses

# Answered in words, and no fault of ours: where it was raised says nothing to anybody.
ORDINARY = (PermissionDenied, Http404, SuspiciousOperation, BadRequest, MultiPartParserError)
# As long as they can be (RFC 5321) and no longer: a line of a hundred thousand letters would be gone through for each of them.
MAIL = re.compile(r"[\w.+%-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,16}")


class Discreet(logging.Formatter):
    """Leaves out of every line, traceback included, what opens a door, and addresses of mailboxes."""

    def format(self, record: logging.LogRecord) -> str:
        return MAIL.sub("…@…", secret_addresses().sub(r"\1\2…", super().format(record)))


class Refusals(logging.Filter):
    """A refusal is one line: its traceback goes."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], ORDINARY):
            record.exc_info = record.exc_text = None
        return True
