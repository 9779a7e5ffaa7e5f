from django.urls import path, re_path

from dialogue.rooms.consumers import RoomSocket


async def nowhere(scope, receive, send):
    """No such address: refused before it opens, where the router itself would end in a traceback."""
    await receive()
    await send({"type": "websocket.close"})


websocket_urlpatterns = [
    path("live/rooms/<slug:slug>/", RoomSocket.as_asgi()),
    re_path(r"", nowhere),
]
