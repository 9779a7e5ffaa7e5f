"""One per process: reads each stream once, frames each event once, and wakes every seat that follows it."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable
from weakref import WeakKeyDictionary

from dialogue.live import access, bell, metrics, own, threads
from dialogue.live.bell import CARRIED, Bell, Present, Ring
from dialogue.live.entrance import Entrance
from dialogue.live.fan import Fan
from dialogue.live.feed import Feed
from dialogue.live.frames import Frame
from dialogue.live.kinds import tallies
from dialogue.live.lines import Lines
from dialogue.live.presence import Presence
from dialogue.live.pulse import Pulse
from dialogue.live.reading import heads, read
from dialogue.live.refusals import NotFound
from dialogue.live.seat import Person, Seat
from dialogue.live.watch import Watch
from dialogue.live.writer import Writer

log = logging.getLogger(__name__)

# Reactions come in bursts; their counts go out together.
GATHER_TALLIES = 0.25
# Further behind than this, a page loaded anew is cheaper for everyone than the replay.
TOO_FAR = 5_000

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, "Hub"] = WeakKeyDictionary()


def running() -> list["Hub"]:
    """The hubs of this process: one, once its first reader has come."""
    return list(_hubs.values())


class Hub:
    # Whether this process is about to end: nobody new sits down.
    leaving = False

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.feeds: dict[int, Feed] = {}
        self.fans: dict[int, Fan] = {}
        self.presence: defaultdict[int, Presence] = defaultdict(Presence)
        self.writer = Writer(self.release)
        # Commits of this process that are not taken in yet.
        self.announcements: deque[tuple[int, str, int, int, list[Frame]]] = deque()
        self.entrances: dict[Callable, Entrance] = {}
        self.bell = Bell(self.heard, self.missed)
        self.watch = Watch(self)
        self.lines, self.returned = Lines(), own.Returned(self)
        self.pulse = Pulse(self.doubt)
        # How often this process has stood still, and whether it has looked at the heads since then.
        self.doubts, self.doubting = 0, False
        self.pumping: set[int] = set()
        self.gathering: set[int] = set()
        self.to_ring: set[int] = set()
        self.joining = asyncio.Lock()
        # The feed of rights that change; nobody sits in it.
        self.access: Feed | None = None
        # How often somebody's rights have changed here.
        self.rights = 0
        self.tasks: set[asyncio.Task] = set()

    @classmethod
    def here(cls) -> "Hub":
        """The hub of the running loop; its work begins with the first call."""
        loop = asyncio.get_running_loop()
        if loop not in _hubs:
            hub = _hubs[loop] = cls()
            bell._announced.append(hub.announced)
            hub.start(hub.pulse.run())
            hub.start(hub.bell.run())
            hub.start(hub.watch.run())
        return _hubs[loop]

    def start(self, work) -> asyncio.Task:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def stop(self) -> None:
        """Let what is being written be committed, then end all work."""
        await self.writer.jobs.drained()
        bell._announced.remove(self.announced)
        self.bell.ended = True
        self.tasks |= {running for entrance in self.entrances.values() if (running := entrance.asks.running)}
        for task in list(self.tasks):
            task.cancel()
        for fan in self.fans.values():
            fan.stop()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        _hubs.pop(self.loop, None)

    # Seats

    def entrance(self, admit) -> Entrance:
        """The entrance that asks `admit`, one for all who come by the same door."""
        if admit not in self.entrances:
            self.entrances[admit] = Entrance(admit)
        return self.entrances[admit]

    async def feed(self, stream_id: int) -> Feed:
        if stream_id in self.feeds:
            return self.feeds[stream_id]
        async with self.joining:
            if stream_id not in self.feeds:
                found = await self.reading(heads, [stream_id])
                if stream_id not in found:
                    raise NotFound
                self.follow(Feed(stream_id, found[stream_id]))
                # What was committed between that reading and this line rang for nobody: look again.
                self.start(self.watch.look())
        return self.feeds[stream_id]

    def follow(self, feed: Feed) -> None:
        feed.feel, feed.reads.reading = self.pulse.feel, self.reading
        self.feeds[feed.stream_id], self.fans[feed.stream_id] = feed, Fan(feed)

    def leave(self, feed: Feed) -> None:
        """Nothing is kept about a stream that nobody here follows any more, or that has begun anew."""
        del self.feeds[feed.stream_id]
        self.fans.pop(feed.stream_id).stop()
        if not feed.seats:
            self.presence.pop(feed.stream_id, None)

    async def reaches(self, feed: Feed, epoch: str | None, after: int) -> bool:
        """Whether a reader who stands at `after` can be served from here; False when their page is of another time.

        Somebody may have heard more in another process than this one has read yet: that is no reason to send them away.
        """
        if after > feed.committed:
            await self.watch.look()
        same = epoch in (None, feed.epoch) and self.feeds.get(feed.stream_id) is feed
        return same and after <= feed.committed and feed.head - after <= TOO_FAR

    def sit(self, seat: Seat) -> None:
        seat.feed.seats.add(seat)
        metrics.opened()
        self.presence[seat.feed.stream_id].enter(seat.person, seat.address)
        self.returned.come(seat)

    def rise(self, seat: Seat) -> None:
        if seat in seat.feed.seats:
            seat.feed.seats.discard(seat)
            self.presence[seat.feed.stream_id].leave(seat.person, seat.address)

    def reseat(self, seat: Seat, person: Person) -> None:
        """Whoever sits there is somebody else now in what everyone sees: their sector, their name."""
        if seat in seat.feed.seats and person != seat.person:
            presence = self.presence[seat.feed.stream_id]
            presence.leave(seat.person)
            presence.enter(person)
            seat.person = person

    # News

    def announced(self, stream_id: int, epoch: str, head: int, tally: int, frames: list[Frame]) -> None:
        """A transaction of this process has committed; called from any thread."""
        self.announcements.append((stream_id, epoch, head, tally, frames))
        # The writer says by itself when a batch is done: whoever wrote is answered before everyone hears of it.
        if not threads.is_writing():
            self.loop.call_soon_threadsafe(self.release)

    def release(self) -> None:
        """Soon: behind the answers that are already on their way."""
        self.loop.call_soon(self._release)

    def _release(self) -> None:
        """Take in what was committed here. All of it before anyone is woken: what was hidden in the same breath is not shown."""
        news: dict[int, tuple[str, int, int, list[Frame]]] = {}
        while self.announcements:
            stream_id, epoch, head, tally, frames = self.announcements.popleft()
            *_, before = news.get(stream_id, ([],))
            news[stream_id] = (epoch, head, tally, before + frames)
        for stream_id, (epoch, head, tally, frames) in news.items():
            feed = self.feeds.get(stream_id)
            if feed is None:
                self.bell.ring(Ring(self.bell.sender, stream_id, epoch, head, tally))
                continue
            self.to_ring.add(stream_id)
            new = feed.append(frames) if self.trusts(feed) else []
            self.committed(stream_id, head, tally)
            if feed.committed == feed.head:
                self.ring(feed, new)
            self.taken(feed, new)

    def committed(self, stream_id: int, head: int, tally: int) -> None:
        """A stream stands there now: what is not here yet is read, by and by."""
        feed = self.feeds.get(stream_id)
        if feed is None:
            return
        feed.committed = max(feed.committed, head)
        feed.committed_tally = max(feed.committed_tally, tally)
        if feed.committed > feed.head and stream_id not in self.pumping:
            self.pumping.add(stream_id)
            self.start(self.pump(feed))
        if feed.committed_tally > feed.tally and stream_id not in self.gathering:
            self.gathering.add(stream_id)
            self.start(self.gather(feed))

    def heard(self, ring: Ring | Present) -> None:
        metrics.heard()
        feed = self.feeds.get(ring.stream)
        if isinstance(ring, Present):
            if feed:
                self.presence[ring.stream].told_by(ring)
        elif feed and ring.epoch == feed.epoch:
            if ring.frames and self.trusts(feed) and feed.head < ring.head <= feed.head + len(ring.frames):
                self.taken(feed, feed.append(bell.carried(ring)))
            self.committed(ring.stream, ring.head, ring.tally)

    def missed(self) -> None:
        """The bell was away: every stream may have moved."""
        self.start(self.watch.look())

    async def pump(self, feed: Feed) -> None:
        """Read what was committed, once for everyone here."""
        try:
            while feed.committed > feed.head:
                new = feed.append(await self.reading(read, feed.stream_id, feed.head))
                if not new and feed.committed > feed.head:
                    break
                self.ring(feed, new)
                self.taken(feed, new)
        except Exception as error:
            log.warning("Stream %d cannot be read (%s); trying again within a second", feed.stream_id, error)
        finally:
            self.pumping.discard(feed.stream_id)

    # Behind a standstill: what was at hand, or waits to be heard, tells how things were, and words may be hidden by now

    def doubt(self) -> None:
        """This process stood still: nothing it holds is shown again, and where the streams stand is looked at first."""
        self.doubts, self.doubting = self.doubts + 1, True
        for feed in self.feeds.values():
            feed.forget()
        self.start(self.watch.look())

    def trusts(self, feed: Feed) -> bool:
        """Whether frames brought to this process are news: not while what was committed before them is still being read."""
        self.pulse.feel()
        return not self.doubting and feed.committed == feed.head

    async def reading(self, work: Callable, *args):
        """Read the record in a reading thread; once more, if the process stood still meanwhile."""
        while True:
            doubts = self.doubts
            result = await threads.reading(work, *args)
            self.pulse.feel()
            if doubts == self.doubts:
                return result

    def ring(self, feed: Feed, new: list[Frame]) -> None:
        """Tell the other processes, and spare them the reading when the frames are small and for everybody: whoever can read
        Redis reads them. Whose rights changed is told in numbers, and soon."""
        if feed.stream_id in self.to_ring:
            self.to_ring.discard(feed.stream_id)
            texts = [frame.text for frame in new if frame.seq > feed.tail]
            small = len(texts) == len(new) and sum(map(len, texts)) <= CARRIED
            carried = texts if small and (feed.public or feed is self.access) else []
            self.bell.ring(Ring(self.bell.sender, feed.stream_id, feed.epoch, feed.head, feed.committed_tally, carried))

    def taken(self, feed: Feed, new: list[Frame]) -> None:
        if feed is self.access:
            for frame in new:
                self.reconsider(*access.whom(frame))
        elif new:
            metrics.delivered(len(new), len(feed.seats))
            self.fans[feed.stream_id].stir()

    def reconsider(self, person_id: int | None, stream_id: int | None) -> None:
        """Somebody's rights changed: every seat it may concern asks again whether it may stay."""
        self.rights += 1
        for feed in self.feeds.values():
            if stream_id in (None, feed.stream_id):
                for seat in feed.seats:
                    if person_id in (None, seat.person.id):
                        seat.reconsider()

    async def gather(self, feed: Feed) -> None:
        try:
            await asyncio.sleep(GATHER_TALLIES)
            until = feed.committed_tally
            # At the same time, and told first: whoever has the counts of a moment also has what was theirs in it.
            counts = self.reading(tallies, feed.stream_id, feed.tally)
            _, rows = await asyncio.gather(own.tell(self, feed, feed.tally, feed.seats), counts)
            feed.count(until, rows)
            if feed.stream_id in self.fans:
                self.fans[feed.stream_id].stir()
        except Exception as error:
            log.warning("The counts of stream %d cannot be read (%s)", feed.stream_id, error)
        finally:
            self.gathering.discard(feed.stream_id)
