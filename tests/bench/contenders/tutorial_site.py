"""A Django site with one chat consumer, as the tutorial of Channels has it: origin and session checked, nothing stored.

Run as a program it makes its database and so many people, and prints their session keys.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench" * 12,
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "channels"],
    # Kinder than the default, which opens the database anew for every handshake.
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(os.environ["BENCH_FOLDER"]) / "tutorial.sqlite3",
            "CONN_MAX_AGE": None,
        }
    },
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": os.environ["BENCH_LAYER"],
            # redis-py gives up reading after five seconds unless told otherwise; the layers wait for longer.
            "CONFIG": {"hosts": [{"address": os.environ["BENCH_REDIS"], "socket_timeout": None}]},
        }
    },
    USE_TZ=True,
)
django.setup()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import path  # noqa: E402


class Chat(AsyncWebsocketConsumer):
    async def connect(self):
        self.group = f"chat_{self.scope['url_route']['kwargs']['room']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        message = json.loads(text_data)["message"]
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": message})

    async def chat_message(self, event):
        await self.send(text_data=json.dumps({"message": event["message"]}))


application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("ws/chat/<slug:room>/", Chat.as_asgi())]))
        ),
    }
)


def people(number: int) -> list[str]:
    """Session keys of so many signed-in people."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    keys = []
    with transaction.atomic():
        for person in User.objects.bulk_create([User(username=f"p{n}", password="!") for n in range(number)]):
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.create()
            session.save()
            keys.append(session.session_key)
    return keys


if __name__ == "__main__":
    print("\n".join(people(int(sys.argv[1]))))
