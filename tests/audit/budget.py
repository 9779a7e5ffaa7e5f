"""What a first visit costs on the wire, and how long it takes on a slow line; counted by the browser itself."""

from dataclasses import dataclass
from uuid import uuid4

from tests.audit.people import enter
from tests.audit.rows import Row, not_run
from tests.audit.states import ROOM
from tests.audit.world import EMPTY

KB = 1000
SMALL_DATA = {"Save-Data": "on"}
# 400 kbit/s, 400 ms to the forum and back, a phone four times slower than this machine.
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
SECONDS = 2


@dataclass(frozen=True)
class Budget:
    what: str
    address: str
    limit: int
    headers: tuple = ()


BUDGETS = [
    Budget("room before posts, KB", f"/rooms/{EMPTY}/", 100),
    Budget("home, KB", "/", 100),
    Budget("room before posts, low data, KB", f"/rooms/{EMPTY}/", 50, tuple(SMALL_DATA.items())),
    Budget("room with its posts, low data, KB", ROOM, 50, tuple(SMALL_DATA.items())),
]


def rows(browser, base: str) -> list[Row]:
    weighed = [weigh(browser, base, budget) for budget in BUDGETS]
    return [*weighed, live_post(browser, base), interactive(browser, base)]


def weigh(browser, base: str, budget: Budget) -> Row:
    """A cold load: every byte that came, headers included."""
    context = browser.new_context(base_url=base, extra_http_headers=dict(budget.headers), locale="en")
    page = context.new_page()
    session, bytes_of, names = context.new_cdp_session(page), {}, {}
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda told: names.update({told["requestId"]: told["response"]["url"]}))
    session.on("Network.loadingFinished", lambda told: bytes_of.update({told["requestId"]: told["encodedDataLength"]}))
    answer = page.goto(budget.address, wait_until="load")
    page.wait_for_timeout(1500)
    varies = answer.headers.get("vary", "")
    context.close()
    if budget.headers and "save-data" not in varies.lower():
        return not_run("size", budget.what, "the forum has no low-data mode: no answer depends on Save-Data")
    total = sum(bytes_of.values()) / KB
    heaviest = sorted(bytes_of, key=bytes_of.get, reverse=True)[:12]
    details = [f"{bytes_of[key] / KB:6.1f} KB  {names.get(key, '?').removeprefix(base)}" for key in heaviest]
    found = f"{total:.1f} in {len(bytes_of)} requests"
    return Row("size", budget.what, found, f"at most {budget.limit}", total <= budget.limit, details)


def live_post(browser, base: str) -> Row:
    """The frame in which a guest hears a post of 300 characters; the line may compress it further."""
    guest, citizen = (browser.new_context(base_url=base, locale="en") for _ in range(2))
    heard, words = [], f"{uuid4()} " + "A promise is a date and a name. " * 8
    page, speaker = guest.new_page(), citizen.new_page()
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: heard.append(frame)))
    enter(speaker, "Mwajuma")
    for each in (page, speaker):
        each.goto(ROOM)
        each.locator("connection-word[data-state=live]").wait_for()
    speaker.fill("#say-text", words)
    speaker.keyboard.press("Control+Enter")
    page.locator(".stream > live-post:not([data-pending])", has_text=words[:36]).last.wait_for()
    sizes = [len(frame if isinstance(frame, bytes) else frame.encode()) for frame in heard if words[:36] in str(frame)]
    guest.close()
    citizen.close()
    largest = max(sizes, default=0)
    return Row("size", "a live post, bytes", str(largest), "at most 1,000", 0 < largest <= KB)


def interactive(browser, base: str) -> Row:
    """Home on a slow line and a slow phone: until its scripts have run and it answers."""
    context = browser.new_context(base_url=base, locale="en", viewport={"width": 360, "height": 740})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto("/", wait_until="load")
    took = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") / 1000
    context.close()
    return Row("speed", "home at 400 kbit/s, s", f"{took:.1f}", f"under {SECONDS}", took < SECONDS)
