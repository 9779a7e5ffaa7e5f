"""`manage.py serve`: the forum on a port, by one process or by several under a supervisor."""

import socket

from django.core.management.base import BaseCommand, CommandError

from forum.serving.supervisor import Supervisor
from forum.serving.worker import serve, tell

# Connections that may wait to be accepted; after a restart everybody is at the door at once.
BACKLOG = 4096


class Command(BaseCommand):
    help = "Serves pages and rooms. SIGTERM sends everyone on and ends; with several workers, SIGHUP renews them one by one."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help="the address to listen on (0.0.0.0: every IPv4 one, [::]: these and every IPv6 one)",
        )
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="web processes that share the port")
        parser.add_argument(
            "--behind-proxy",
            action="store_true",
            help="believe X-Real-IP and X-Forwarded-Proto; only behind a proxy that sets them itself",
        )
        # For the supervisor: an open socket to serve on, and a pipe to say that it is served.
        parser.add_argument("--fd", type=int, help="serve on this open socket instead")
        parser.add_argument("--beat-fd", type=int, help="write a byte here when serving begins, and each second")

    def handle(self, *, host, port, workers, behind_proxy, fd, beat_fd, **options):
        if workers < 1:
            raise CommandError("--workers takes a number from 1.")
        listener = socket.socket(fileno=fd) if fd is not None else open_door(host, port)
        if workers > 1:
            return Supervisor(listener, workers, ["--behind-proxy"] if behind_proxy else []).run()
        ready = tell(beat_fd) if beat_fd is not None else bool
        return serve(listener, behind_proxy, ready)


def open_door(host: str, port: int) -> socket.socket:
    host = host.removeprefix("[").removesuffix("]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=host == "::")
    except (OSError, OverflowError) as reason:
        raise CommandError(f"Cannot listen on {host}:{port}: {reason}. Choose another --port or --host.") from reason
