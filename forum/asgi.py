"""health, figures, files; http → Django; websocket → exact origin → dialogue.routing (the socket asks itself who somebody is)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
http = get_asgi_application()

from channels.routing import URLRouter  # noqa: E402  only after Django is set up
from django.conf import settings  # noqa: E402

from accounts.desk.larger import larger  # noqa: E402
from dialogue.routing import websocket_urlpatterns  # noqa: E402
from forum.assets.door import AssetDoor  # noqa: E402
from forum.front_door import FrontDoor  # noqa: E402
from forum.health import Health  # noqa: E402

door = FrontDoor(http, URLRouter(websocket_urlpatterns), settings.ORIGINS, settings.REQUESTS_AT_ONCE, larger)
application = Health(AssetDoor(door) if settings.HASHED else door)
