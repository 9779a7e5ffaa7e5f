"""The watch: every second, always, whatever the bell says. What it finds bounds every other failure to a second or two."""

import asyncio
import logging
from typing import TYPE_CHECKING

from dialogue.live import access, lineage, threads
from dialogue.live.closing import RELOAD, SILENT, TOO_SLOW
from dialogue.live.feed import Feed
from dialogue.live.frames import passing
from dialogue.live.outage import OUTAGE
from dialogue.live.reading import Head, heads

if TYPE_CHECKING:
    from dialogue.live.hub import Hub

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
HEARTBEAT_EVERY = 15
# Who is here is told at such looks only: nobody learns the moment somebody came or went.
PRESENCE_EVERY = 5
# What was read from the database for those who return is kept for so many looks.
READINGS_KEPT = 5
# Seats visited before the loop is let go.
STEP = 1_000


class Watch:
    def __init__(self, hub: "Hub"):
        self.hub = hub
        self.ticks = 0
        self.settling: asyncio.Task | None = None
        # Where the streams that are followed here stood at the look before.
        self.seen: dict[int, Head] = {}

    async def run(self) -> None:
        """Look at the heads, tell who is here, find readers who do not read; begins with the feed of rights."""
        self.hub.access = await self._access_feed()
        self.hub.follow(self.hub.access)
        # What changed before this feed was followed was told to nobody: whoever came earlier asks again.
        self.hub.reconsider(None, None)
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.ticks += 1
            try:
                await self.look()
                self.settle()
                await self.tell_presence()
                await self.check_seats()
            except Exception:
                log.exception("The watch stumbled; going on")

    async def _access_feed(self) -> Feed:
        while True:
            try:
                await threads.reading(lineage.settle)
                stream_id = await threads.reading(access.find_stream)
                return Feed(stream_id, (await threads.reading(heads, [stream_id]))[stream_id])
            except Exception as error:
                log.warning("Nothing can be followed (%s); looking again", error)
                await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Where every stream that is followed here stands: a query or two, however many they are."""
        hub = self.hub
        if not hub.feeds:
            return
        # While the database is asked, a feed may move on: only what was known before can have been lost.
        known = {stream_id: self._known(feed) for stream_id, feed in hub.feeds.items()}
        try:
            found = await hub.reading(lineage.where, known)
        except Exception as error:
            log.warning("The heads cannot be read (%s)", error)
            return
        hub.doubting, self.seen = False, found
        for stream_id, head in found.items():
            feed = hub.feeds.get(stream_id)
            if feed is None:
                continue
            if head.epoch != feed.epoch:
                hub.leave(feed)
                for seat in feed.seats:
                    seat.close(RELOAD)
                if feed is hub.access:
                    # Rights may have changed in what is no longer there: everyone asks again, and the watch goes on.
                    hub.access = Feed(stream_id, head)
                    hub.follow(hub.access)
                    hub.reconsider(None, None)
            else:
                hub.committed(stream_id, head.seq, head.tally)

    def settle(self) -> None:
        """Find out whether an outage is over; beside the looks, for what is written may have to wait."""
        if OUTAGE.quiet() and (self.settling is None or self.settling.done()):
            self.settling = self.hub.start(threads.reading(OUTAGE.look))

    def _known(self, feed: Feed) -> lineage.Known:
        seen = self.seen.get(feed.stream_id)
        if seen is None or seen.epoch != feed.epoch:
            seen = Head(feed.epoch, 0, 0)
        return lineage.Known(feed.epoch, feed.committed, seen)

    async def tell_presence(self) -> None:
        hub, step = self.hub, self.ticks % PRESENCE_EVERY == 0
        for stream_id, presence in list(hub.presence.items()):
            feed = hub.feeds.get(stream_id)
            if step and feed:
                presence.listen(feed.frames)
            if told := presence.to_tell(hub.bell.sender, stream_id, step):
                hub.bell.ring(told)
            if news := presence.news(stream_id, step):
                await self._pass_on(feed, news, to_quiet=False)

    async def check_seats(self) -> None:
        for feed in list(self.hub.feeds.values()):
            if feed is not self.hub.access and feed.idle():
                self.hub.leave(feed)
                continue
            if self.ticks % READINGS_KEPT == 0:
                feed.reads.forget()
            for count, seat in enumerate(list(feed.seats), 1):
                if seat.overdue():
                    seat.close(TOO_SLOW)
                elif seat.silent():
                    seat.close(SILENT)
                elif seat.lags():
                    # A line that was stalled, or a reading that failed, is tried again.
                    seat.wake()
                if count % STEP == 0:
                    await asyncio.sleep(0)
            if self.ticks % HEARTBEAT_EVERY == 0:
                await self._pass_on(feed, [passing("heartbeat", {"head": feed.head, "tally": feed.tally})])

    async def _pass_on(self, feed: Feed | None, news: list[str], to_quiet: bool = True) -> None:
        for count, seat in enumerate(list(feed.seats) if feed else (), 1):
            for text in news if to_quiet or not seat.quiet else ():
                seat.pass_on(text)
            if count % STEP == 0:
                await asyncio.sleep(0)
