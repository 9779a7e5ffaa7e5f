"""The one door that takes more than a few words: documents of somebody who has asked for something that waits."""

import re
from importlib import import_module
from io import BytesIO
from urllib.parse import unquote

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db.models import Q

from accounts.addresses import split
from accounts.desk.doors import APPLICATIONS
from accounts.files import LARGEST as DOCUMENT

DOOR = re.compile(r"/applications/(organisation|mandate)/([0-9]{1,18})/evidence/")
# A document, and the form around it.
WIDE = DOCUMENT + 64 * 1024


def at_door(method: str, path: str) -> re.Match | None:
    return DOOR.fullmatch(split(path)[1]) if method == "POST" else None


def wide(method: str, path: str) -> int:
    """How large this body may be for some people, 0 for no larger than others; asked before it comes, `path` as it was sent."""
    return WIDE if at_door(method, unquote(path.partition("?")[0])) else 0


async def larger(scope) -> int:
    """How large the body of this request may be, 0 for no larger than others; asked before any of it is read."""
    door = at_door(scope["method"], scope["path"])
    return WIDE if door and await applicant(scope, door[1], int(door[2])) else 0


@database_sync_to_async
def applicant(scope, kind: str, pk: int) -> bool:
    request = ASGIRequest(scope, BytesIO())
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    own = Q(asked_by=user.pk) | (Q(person=user.pk) if kind == "mandate" else Q())
    return user.is_authenticated and APPLICATIONS[kind]._default_manager.filter(own, pk=pk).exists()
