"""What those who look after the forum ask: is it alive, is it ready, how does it do (docs/operations.md).

Answered before the front door and Django: pages wait for a place there, redirect to https and look at the Host header, and
a prober inside the house asks over http, by address, and just when pages are slow.
"""

import asyncio
import hmac
import json
from dataclasses import dataclass

from django.conf import settings
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from dialogue.live import board, open_files
from dialogue.live.hub import Hub
from dialogue.live.pulse import TOO_LATE
from forum.readiness import Readiness


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    content_type: str = "application/json"


def said(status: int, word: str, reasons: list[str] | None = None) -> Answer:
    told = {"status": word, "reasons": reasons} if reasons else {"status": word}
    return Answer(status, json.dumps(told).encode())


async def live(scope) -> Answer:
    """The process and its event loop answer; a loop that is stuck is known by its silence."""
    return said(200, "live")


async def ready(scope) -> Answer:
    """Whether visitors should be sent here. The first question starts the engine, so that the first visitor need not."""
    hub = Hub.here()
    reasons = ["leaving"] if hub.leaving else []
    if hub.pulse.late() > TOO_LATE:
        reasons.append("loop")
    if open_files.is_full():
        reasons.append("connections")
    if missing := await READINESS.missing():
        reasons.append(missing)
    if reasons:
        return said(503, "not ready", reasons)
    if settings.REDIS_URL and not hub.bell.connected:
        reasons.append("bell")
    if READINESS.jobs_wait:
        reasons.append("jobs")
    return said(200, "degraded", reasons) if reasons else said(200, "ready")


async def metrics(scope) -> Answer | None:
    """The figures, for whoever brings the token; for everybody else there is no such page."""
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not settings.METRICS_TOKEN or len(given) != 1 or not hmac.compare_digest(given[0], wanted):
        return None
    Hub.here()
    return Answer(200, await asyncio.to_thread(board.told), CONTENT_TYPE_PLAIN_0_0_4)


DOORS = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}
READINESS = Readiness()


def as_sent(scope) -> str:
    """The path with nothing unquoted: a proxy's rule on these doors must catch every way there."""
    return scope["raw_path"].decode("latin-1") if scope.get("raw_path") else scope["path"]


class Health:
    """These doors, and the `forum` behind them for everything else."""

    def __init__(self, forum):
        self.forum = forum

    async def __call__(self, scope, receive, send):
        door = DOORS.get(as_sent(scope)) if scope["type"] == "http" else None
        answer = await door(scope) if door and scope["method"] in ("GET", "HEAD") else None
        if answer is None:
            return await self.forum(scope, receive, send)
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        fields = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": fields})
        await send({"type": "http.response.body", "body": answer.body if scope["method"] == "GET" else b""})
