"""One per process: reads each stream once, frames each event once, and wakes every seat that follows it."""

import asyncio
import logging
from collections import defaultdict
from weakref import WeakKeyDictionary

from dialogue.live import access, bell, threads
from dialogue.live.bell import CARRIED, Bell, Present, Ring
from dialogue.live.closing import RELOAD, SILENT, TOO_SLOW
from dialogue.live.feed import Feed
from dialogue.live.frames import passing
from dialogue.live.kinds import tallies
from dialogue.live.presence import Presence
from dialogue.live.reading import heads, read
from dialogue.live.refusals import NotFound
from dialogue.live.seat import Seat
from dialogue.live.writer import Writer

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
HEARTBEAT_EVERY = 15
# Reactions come in bursts; their counts go out together.
GATHER_TALLIES = 0.25
# Further behind than this, a page loaded anew is cheaper for everyone than the replay.
TOO_FAR = 5_000
# Seats woken before the loop is let go, so that a huge room does not stall the small ones.
FAN_STEP = 500

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, "Hub"] = WeakKeyDictionary()


def running() -> list["Hub"]:
    """The hubs of this process: one, once its first reader has come."""
    return list(_hubs.values())


class Hub:
    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.feeds: dict[int, Feed] = {}
        self.presence: defaultdict[int, Presence] = defaultdict(Presence)
        self.writer = Writer()
        self.bell = Bell(self.heard, self.missed)
        self.pumping: set[int] = set()
        self.gathering: set[int] = set()
        self.to_ring: set[int] = set()
        self.joining = asyncio.Lock()
        self.ticks = 0
        self.access: Feed | None = None
        self.tasks: set[asyncio.Task] = set()

    @classmethod
    def here(cls) -> "Hub":
        """The hub of the running loop; its work begins with the first call."""
        loop = asyncio.get_running_loop()
        if loop not in _hubs:
            hub = _hubs[loop] = cls()
            bell._announced.append(hub.announced)
            hub.start(hub.bell.run())
            hub.start(hub.watch())
        return _hubs[loop]

    def start(self, work) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def stop(self) -> None:
        """Let what is being written be committed, then end all work."""
        if self.writer.running:
            await asyncio.gather(self.writer.running, return_exceptions=True)
        bell._announced.remove(self.announced)
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        _hubs.pop(self.loop, None)

    # Seats

    async def feed(self, stream_id: int) -> Feed:
        async with self.joining:
            if stream_id not in self.feeds:
                found = await threads.reading(heads, [stream_id])
                if stream_id not in found:
                    raise NotFound
                self.feeds[stream_id] = Feed(stream_id, found[stream_id])
                # What was committed between that reading and this line rang for nobody: look again.
                self.start(self.look())
        return self.feeds[stream_id]

    async def reaches(self, feed: Feed, epoch: str | None, after: int) -> bool:
        """Whether a reader who stands at `after` can be served from here; False when their page is of another time.

        Somebody may have heard more in another process than this one has read yet: that is no reason to send them away.
        """
        if after > feed.committed:
            await self.look()
        same = epoch in (None, feed.epoch) and self.feeds.get(feed.stream_id) is feed
        return same and after <= feed.committed and feed.head - after <= TOO_FAR

    def sit(self, seat: Seat) -> None:
        seat.feed.seats.add(seat)
        self.presence[seat.feed.stream_id].enter(seat.person)

    def rise(self, seat: Seat) -> None:
        if seat in seat.feed.seats:
            seat.feed.seats.discard(seat)
            self.presence[seat.feed.stream_id].leave(seat.person)

    # News

    def announced(self, stream_id: int, head: int, tally: int) -> None:
        """A transaction of this process has committed; called from any thread."""
        self.loop.call_soon_threadsafe(self.committed, stream_id, head, tally, True)

    def committed(self, stream_id: int, head: int, tally: int, ours: bool = False) -> None:
        feed = self.feeds.get(stream_id)
        if feed is None:
            if ours:
                self.bell.ring(Ring(self.bell.sender, stream_id, head, tally))
            return
        feed.committed = max(feed.committed, head)
        feed.committed_tally = max(feed.committed_tally, tally)
        if ours:
            self.to_ring.add(stream_id)
        if feed.committed > feed.head and stream_id not in self.pumping:
            self.pumping.add(stream_id)
            self.start(self.pump(feed))
        elif ours and feed.committed == feed.head:
            self.ring(feed, [])
        if feed.committed_tally > feed.tally and stream_id not in self.gathering:
            self.gathering.add(stream_id)
            self.start(self.gather(feed))

    def heard(self, ring: Ring | Present) -> None:
        if isinstance(ring, Present):
            self.presence[ring.stream].told_by(ring)
            return
        feed = self.feeds.get(ring.stream)
        if feed and ring.frames and feed.head < ring.head <= feed.head + len(ring.frames):
            self.taken(feed, feed.append(bell.carried(ring)))
        self.committed(ring.stream, ring.head, ring.tally)

    def missed(self) -> None:
        """The bell was away: every stream may have moved."""
        self.start(self.look())

    async def pump(self, feed: Feed) -> None:
        """Read what was committed, once for everyone here."""
        try:
            while feed.committed > feed.head:
                new = feed.append(await threads.reading(read, feed.stream_id, feed.head))
                if not new and feed.committed > feed.head:
                    break
                self.ring(feed, new)
                self.taken(feed, new)
        except Exception as error:
            log.warning("Stream %d cannot be read (%s); trying again within a second", feed.stream_id, error)
        finally:
            self.pumping.discard(feed.stream_id)

    def ring(self, feed: Feed, new: list) -> None:
        """Tell the other processes, and spare them the reading when the frames are small."""
        if feed.stream_id in self.to_ring:
            self.to_ring.discard(feed.stream_id)
            texts = [frame.text for frame in new]
            carried = texts if sum(map(len, texts)) <= CARRIED else []
            self.bell.ring(Ring(self.bell.sender, feed.stream_id, feed.head, feed.committed_tally, carried))

    def taken(self, feed: Feed, new: list) -> None:
        if new:
            self.start(self.fan(feed))
        if feed is self.access:
            for frame in new:
                self.reconsider(*access.whom(frame))

    async def fan(self, feed: Feed) -> None:
        for count, seat in enumerate(list(feed.seats), 1):
            seat.nudge()
            if count % FAN_STEP == 0:
                await asyncio.sleep(0)

    def reconsider(self, person_id: int | None, stream_id: int | None) -> None:
        """Somebody's rights changed: every seat it may concern asks again whether it may stay."""
        for feed in self.feeds.values():
            if stream_id in (None, feed.stream_id):
                for seat in feed.seats:
                    if person_id in (None, seat.person.id):
                        seat.reconsider()

    async def gather(self, feed: Feed) -> None:
        try:
            await asyncio.sleep(GATHER_TALLIES)
            until = feed.committed_tally
            rows = await threads.reading(tallies, feed.stream_id, feed.tally)
            feed.count(until, rows)
            await self.fan(feed)
        except Exception as error:
            log.warning("The counts of stream %d cannot be read (%s)", feed.stream_id, error)
        finally:
            self.gathering.discard(feed.stream_id)

    # The watch

    async def watch(self) -> None:
        """Every second, always: look at the heads, tell who is here, and find readers who do not read."""
        self.access = await self._access_feed()
        self.feeds[self.access.stream_id] = self.access
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.ticks += 1
            try:
                await self.look()
                self.tell_presence()
                self.check_seats()
            except Exception:
                log.exception("The watch stumbled; going on")

    async def _access_feed(self) -> Feed:
        while True:
            try:
                stream_id = await threads.reading(access.find_stream)
                return Feed(stream_id, (await threads.reading(heads, [stream_id]))[stream_id])
            except Exception as error:
                log.warning("The database is away (%s); looking again", error)
                await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        if not self.feeds:
            return
        try:
            found = await threads.reading(heads, list(self.feeds))
        except Exception as error:
            log.warning("The heads cannot be read (%s)", error)
            return
        for stream_id, head in found.items():
            feed = self.feeds.get(stream_id)
            if feed is None:
                continue
            if head.epoch != feed.epoch or head.seq < feed.head:
                del self.feeds[stream_id]
                for seat in feed.seats:
                    seat.close(RELOAD)
            else:
                self.committed(stream_id, head.seq, head.tally)

    def tell_presence(self) -> None:
        for stream_id, presence in list(self.presence.items()):
            feed = self.feeds.get(stream_id)
            if told := presence.to_tell(self.bell.sender, stream_id):
                self.bell.ring(told)
            news = presence.news()
            for seat in feed.seats if feed else ():
                for text in news:
                    seat.pass_on(text)

    def check_seats(self) -> None:
        for stream_id, feed in list(self.feeds.items()):
            if feed is not self.access and feed.idle():
                del self.feeds[stream_id]
            beat = (
                passing("heartbeat", {"head": feed.head, "tally": feed.tally})
                if self.ticks % HEARTBEAT_EVERY == 0
                else ""
            )
            for seat in list(feed.seats):
                if seat.overdue():
                    seat.close(TOO_SLOW)
                elif seat.silent():
                    seat.close(SILENT)
                elif beat:
                    seat.pass_on(beat)
