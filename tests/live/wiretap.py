"""A line between the bell and its server that a test can make deaf: what is sent arrives, what is published does not."""

import asyncio
import contextlib


class Wiretap:
    """Listens on a port of its own and passes everything on to the unix socket at `path`."""

    def __init__(self, path: str):
        self.path, self.deaf = path, False
        self.lines: set[asyncio.Task] = set()

    async def __aenter__(self) -> "Wiretap":
        self.door = await asyncio.start_server(self.connected, "127.0.0.1", 0)
        self.url = f"redis://127.0.0.1:{self.door.sockets[0].getsockname()[1]}/0"
        return self

    async def __aexit__(self, *error) -> None:
        self.door.close()
        for line in self.lines:
            line.cancel()
        await asyncio.gather(*self.lines, return_exceptions=True)

    def deafen(self) -> None:
        """From here on nothing comes back on lines that have subscribed."""
        self.deaf = True

    def mend(self) -> None:
        self.deaf = False

    async def connected(self, reader, writer) -> None:
        self.lines.add(asyncio.current_task())
        there, back = await asyncio.open_unix_connection(self.path)
        subscribed = asyncio.Event()
        with contextlib.suppress(OSError):
            await asyncio.gather(
                self.carry(reader, back, subscribed, False), self.carry(there, writer, subscribed, True)
            )
        for side in (writer, back):
            side.close()

    async def carry(self, reader, writer, subscribed: asyncio.Event, returning: bool) -> None:
        while data := await reader.read(65536):
            if b"SUBSCRIBE" in data:
                subscribed.set()
            if not (returning and self.deaf and subscribed.is_set()):
                writer.write(data)
                await writer.drain()
        writer.close()
