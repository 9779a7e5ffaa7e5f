"""Collected files, handed out before anything else of ours runs: no thread, no queue, no Django. In development Django serves them."""

import re
from contextlib import suppress

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import MissingFileError, Response, StaticFile

# What of a request decides which answer it gets; whitenoise reads them under these names.
ASKED = {
    b"accept-encoding": "HTTP_ACCEPT_ENCODING",
    b"if-none-match": "HTTP_IF_NONE_MATCH",
    b"if-modified-since": "HTTP_IF_MODIFIED_SINCE",
    b"range": "HTTP_RANGE",
}


# A file is what its name says, whatever it looks like.
NOSNIFF = (b"x-content-type-options", b"nosniff")


# A collected file by its address, with the hash of what is in it.
HASHED = re.compile(rf"{re.escape(settings.STATIC_URL)}((?:[\w-]+/)*[\w.-]+\.[0-9a-f]{{12}}\.\w+)", re.ASCII)


class AssetDoor:
    """Answers for the files it found when it was made, and for those of another version that were collected since: its page
    may come from another machine. All else goes on to `inner`."""

    def __init__(self, inner):
        self.inner, self.found = inner, WhiteNoiseMiddleware()

    def file(self, path: str) -> StaticFile | None:
        if path not in self.found.files and (hashed := HASHED.fullmatch(path)):
            with suppress(MissingFileError):
                self.found.add_file_to_dictionary(path, f"{settings.STATIC_ROOT}/{hashed[1]}")
        return self.found.files.get(path)

    async def __call__(self, scope, receive, send):
        file = scope["type"] == "http" and self.file(scope["path"])
        if not file:
            return await self.inner(scope, receive, send)
        asked = {ASKED[name]: value.decode("latin-1") for name, value in scope["headers"] if name in ASKED}
        return await answer(file.get_response(scope["method"], asked), send)


async def answer(response: Response, send) -> None:
    body = b""
    if response.file:
        with response.file as file:
            # A file of ours is small and warm: reading it takes less than handing it to a thread.
            body = file.read()
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": int(response.status), "headers": [*headers, NOSNIFF]})
    await send({"type": "http.response.body", "body": body})
