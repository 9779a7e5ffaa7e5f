"""One web process: daphne with the engine's tuned protocol, on a socket that is already open."""

import gc
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from threading import Timer

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

# What production and `make run` are served with.
LIMITS = {
    # Seconds a request may take: one that hangs ends; a reader of server-sent events comes back by itself.
    "http_timeout": 300,
    # Seconds a socket may live; who stays half a day comes back with a fresh look at their rights.
    "websocket_timeout": 43_200,
    # Seconds to be let in: after a restart everybody is at the door at once.
    "websocket_connect_timeout": 20,
    "websocket_handshake_timeout": 20,
    # Bytes of the largest frame, in and out.
    "websocket_max_message_size": 32_768,
    "websocket_max_frame_size": 32_768,
}
# Seconds that threads have to finish when serving has ended.
THREADS_END = 5.0
# Seconds the whole end may take, whatever the database does: less than the 30 after which others kill (docs/operations.md).
ALL_ENDS = 25.0
# Seconds between two words to the supervisor.
BEAT_EVERY = 1.0
# Sockets that one process is made for (docs/benchmarks.md).
MANY = 10_000
# They are some million objects that live for hours; the usual collections would walk them all the time.
COLLECT_AFTER = (50_000, 20, 50)


def serve(listener: socket, behind_proxy: bool, ready: Callable[[], None]) -> None:
    """Serve on `listener` until asked to stop (SIGTERM, SIGINT), then send everyone on. `ready` is called when it begins."""
    # Twisted's reactor is installed by the first import of daphne.server: not before it is known that we serve.
    from daphne.server import reactor

    from accounts.desk.larger import larger
    from dialogue.live import open_files
    from dialogue.live.direct import DirectServer
    from forum.front_door import LARGEST

    if (files := open_files.raise_limit()) < MANY + open_files.OWN:
        log.warning(
            "The system allows this process %d open files, which are enough for %d connections. "
            'See "Allow open files" in docs/operations.md',
            files,
            files - open_files.own(),
        )
    server = DirectServer(
        import_string(settings.ASGI_APPLICATION),
        # The server closes this number itself, once it has taken the socket over.
        endpoints=[f"fd:fileno={listener.detach()}"],
        ready_callable=ready,
        verbosity=0,
        server_name="",
        **LIMITS,
        behind_proxy=behind_proxy,
        largest=LARGEST,
        larger=larger,
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    reactor.addSystemEventTrigger("before", "shutdown", end_within, ALL_ENDS)
    server.run()
    if server.abort_start:
        raise OSError("The server could not listen on its socket.")
    # Python waits for every thread before it exits. One that waits for a loop that has ended would keep it here for ever.
    end_within(THREADS_END)


def end_within(seconds: float) -> None:
    """However this process ends, it is gone then: a thread may hang in the database, and the loop wait for that thread."""
    ending = Timer(seconds, os._exit, [0])
    ending.daemon = True
    ending.start()


def tell(descriptor: int) -> Callable[[], None]:
    """Writes a byte into a pipe when serving begins and each second after: how the supervisor knows that the loop turns."""
    # A supervisor that does not read must not hold us up; one that is gone takes us along (forum/child.py).
    os.set_blocking(descriptor, False)

    def beat() -> None:
        from daphne.server import reactor

        with suppress(OSError):
            os.write(descriptor, b".")
        reactor.callLater(BEAT_EVERY, beat)

    return beat
