"""The one door that takes more than a few words: documents of somebody who has asked for something that waits."""

import re
from importlib import import_module
from io import BytesIO

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db.models import Q

from accounts.addresses import split
from accounts.desk.doors import APPLICATIONS
from accounts.files import LARGEST as DOCUMENT
from accounts.session_store import is_session_key

DOOR = re.compile(r"/applications/(organisation|mandate)/([0-9]{1,18})/evidence/")
# A document, and the form around it.
WIDE = DOCUMENT + 64 * 1024


async def larger(scope) -> int:
    """How large the body of this request may be, 0 for no larger than others; asked before any of it is read. The database
    is asked only about whoever shows what may be a session."""
    door = DOOR.fullmatch(split(scope["path"])[1]) if scope["method"] == "POST" else None
    if not door:
        return 0
    request = ASGIRequest(scope, BytesIO())
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return WIDE if is_session_key(key) and await applicant(request, key, door[1], int(door[2])) else 0


@database_sync_to_async
def applicant(request, key: str, kind: str, pk: int) -> bool:
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    own = Q(asked_by=user.pk) | (Q(person=user.pk) if kind == "mandate" else Q())
    return user.is_authenticated and APPLICATIONS[kind]._default_manager.filter(own, pk=pk).exists()
