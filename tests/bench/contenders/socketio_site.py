"""What python-socketio needs to give a text to everyone, through Redis as several processes would."""

import os

import socketio

server = socketio.AsyncServer(
    async_mode="asgi",
    client_manager=socketio.AsyncRedisManager(os.environ["BENCH_REDIS"], redis_options={"socket_timeout": None}),
    cors_allowed_origins="*",
    http_compression=False,
)
application = socketio.ASGIApp(server)


@server.on("say")
async def say(sid, text):
    await server.emit("said", text)
