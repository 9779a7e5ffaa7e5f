"""What a first visit costs on the line, compressed, and how long it takes on a slow one (docs/decisions.md has the budgets)."""

import pytest

from tests.browser.test_room import ROOM

KB = 1000
# Bits per second and milliseconds there and back; the processor four times slower.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}


def cold(visitor, path: str, line: dict | None = None, **options) -> dict:
    """A first visit to `path`: bytes that came over the line, the requests, and the moments of the page."""
    page = visitor(service_workers="block", viewport={"width": 360, "height": 740}, **options)
    inside = page.context.new_cdp_session(page)
    inside.send("Network.enable")
    if line:
        inside.send("Network.emulateNetworkConditions", line)
        inside.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes, addresses = {}, {}
    inside.on("Network.requestWillBeSent", lambda e: addresses.setdefault(e["requestId"], e["request"]["url"]))
    inside.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.goto(path)
    if "/rooms/" in path:
        page.locator("connection-word[data-state=live]").wait_for()
    page.wait_for_timeout(500)
    moments = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    return {
        "bytes": sum(sizes.values()),
        "addresses": [addresses[each] for each in sizes],
        "interactive": moments["domContentLoadedEventEnd"],
        "shift": page.evaluate(
            """new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((each) => { if (!each.hadRecentInput) sum += each.value; }))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 100);
        })"""
        ),
    }


def test_a_whole_room_costs_at_most_100_kb(visitor):
    visit = cold(visitor, ROOM)
    assert visit["bytes"] <= 100 * KB, visit


def test_a_room_in_low_data_mode_costs_at_most_50_kb_with_its_posts(visitor):
    visit = cold(visitor, ROOM, extra_http_headers={"Save-Data": "on"})
    assert visit["bytes"] <= 50 * KB, visit
    assert visit["bytes"] < cold(visitor, ROOM)["bytes"]


@pytest.mark.parametrize("path,scripts", [("/", 2), (ROOM, 2)])
def test_a_page_asks_for_one_stylesheet_and_few_scripts(visitor, path, scripts):
    addresses = cold(visitor, path)["addresses"]
    assert len([each for each in addresses if each.endswith(".css")]) == 1
    assert len([each for each in addresses if each.endswith(".js")]) == scripts


def test_home_is_usable_within_two_seconds_on_a_slow_line_and_nothing_jumps(visitor):
    # The best of three: this machine has other things to do as well.
    visits = [cold(visitor, "/", SLOW) for _ in range(3)]
    assert min(visit["interactive"] for visit in visits) < 2000, visits
    assert min(visit["shift"] for visit in visits) < 0.02, visits
