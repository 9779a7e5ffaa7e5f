"""Between the forum and Redis: a line that can be slow, swallow everything, and repeat, reorder or delay the bells."""

import asyncio
import contextlib
import random
import tempfile
import threading
from pathlib import Path
from urllib.parse import quote

CHUNK = 1 << 16


def value_end(data: bytes, start: int = 0) -> int:
    """Where the RESP value that begins at `start` ends; -1 when it is not whole yet."""
    line = data.find(b"\r\n", start)
    if line < 0:
        return -1
    kind, rest = data[start : start + 1], data[start + 1 : line]
    end = line + 2
    if kind in b"$=!" and rest != b"-1":
        end += int(rest) + 2
        return end if end <= len(data) else -1
    if kind in b"*>~%":
        for _ in range(max(0, int(rest)) * (2 if kind == b"%" else 1)):
            end = value_end(data, end)
            if end < 0:
                return -1
    return end


class Proxy:
    """`url` is what the forum is given. The attributes are the faults; all are off at first."""

    def __init__(self, target: Path | str, seed: int):
        self.target = str(target)
        self.folder = Path(tempfile.mkdtemp(prefix="solidaction-bell-"))
        self.path = self.folder / "bell.sock"
        self.url = f"unix://{quote(str(self.path))}"
        self.chance = random.Random(seed)
        self.delay, self.swallow, self.garble = 0.0, False, False
        self.garbled = 0

    def __enter__(self) -> "Proxy":
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *error) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.path.unlink(missing_ok=True)
        self.folder.rmdir()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_unix_server(self._line, self.path))
        ready.set()
        self.loop.run_forever()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0.05))
        self.loop.close()

    async def _line(self, reader, writer) -> None:
        try:
            there, back = await asyncio.open_unix_connection(self.target)
        except OSError:
            return writer.close()
        try:
            flows = self._flow(reader, back, False), self._flow(there, writer, True)
            await asyncio.wait([asyncio.create_task(flow) for flow in flows], return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            pass
        finally:
            writer.transport.abort()
            back.transport.abort()

    async def _flow(self, source, sink, answers: bool) -> None:
        with contextlib.suppress(OSError, ValueError):
            await self._pass_on(source, sink, answers)

    async def _pass_on(self, source, sink, answers: bool) -> None:
        held, waiting = b"", []
        while data := await source.read(CHUNK):
            if self.swallow:
                continue
            if self.delay:
                await asyncio.sleep(self.delay)
            if not answers:
                sink.write(data)
                continue
            held += data
            while (end := value_end(held) if held else -1) > 0:
                value, held = held[:end], held[end:]
                for changed in self._garbled(value, waiting):
                    sink.write(changed)

    def _garbled(self, value: bytes, waiting: list[bytes]) -> list[bytes]:
        """The messages to hand on now: a bell may come twice, later, or behind those that follow it."""
        if not self.garble or b"message" not in value[:20]:
            out, waiting[:] = [*waiting, value], []
            return out
        self.garbled += 1
        waiting.append(value)
        if len(waiting) < self.chance.randint(1, 4):
            return []
        self.chance.shuffle(waiting)
        out = [bell for bell in waiting for _ in range(self.chance.choice((1, 1, 2, 3)))]
        waiting.clear()
        return out
