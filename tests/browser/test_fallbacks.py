"""Where the network lets no websocket through, and then no event stream either: the same debate, nothing lost, nothing twice."""

import pytest

from tests.browser.test_room import ROOM, eventually, heard, say

# Where people are ready in a moment: no pause before the next try is longer than it must be, and what a page does every three
# seconds, or after five, it does ten times as often. How long it waits is for tests/js.
HURRY = """{
    const wait = setTimeout;
    globalThis.setTimeout = (work, time, ...rest) => wait(work, time >= 2000 && time <= 5000 ? time / 10 : time, ...rest);
    Math.random = () => 0;
}"""


def hurried(page):
    page.add_init_script(HURRY)
    return page


def no_sockets(page):
    """A proxy that closes every websocket before it has said anything."""
    page.route_web_socket("**/live/rooms/**", lambda socket: socket.close())
    return page


def no_event_streams(page):
    """A proxy that lets none through and says so. One that only cuts them costs ten seconds (tests/js/fallback.test.mjs)."""
    page.route("**/rooms/*/live/**", lambda route: route.fulfill(status=502))
    return page


def only_streams(page):
    return no_sockets(hurried(page))


def only_questions(page):
    return no_event_streams(no_sockets(hurried(page)))


def enter(page, state: str):
    page.goto(ROOM)
    page.locator(f"connection-word[data-state={state}]").wait_for()
    return page


def numbers(page) -> list[int]:
    return [
        int(n) for n in page.eval_on_selector_all(".stream > live-post", "rows => rows.map(row => row.dataset.seq)")
    ]


@pytest.mark.parametrize("block,state", [(only_streams, "live"), (only_questions, "without-live")])
def test_two_people_talk_where_the_network_lets_little_through(visitor, block, state):
    marisol = enter(block(visitor("Marisol", service_workers="block")), state)
    tomas = enter(block(visitor("Tomás", service_workers="block")), state)
    grace = visitor("Grace")
    grace.goto(ROOM)
    for number in range(3):
        say(marisol, f"Por la puerta de atrás {state} {number}.")
        heard(tomas, f"Por la puerta de atrás {state} {number}.")
        say(tomas, f"Te oigo {state} {number}.")
        heard(marisol, f"Te oigo {state} {number}.")
    for page in (marisol, tomas, grace):
        heard(page, f"Te oigo {state} 2.")
        eventually(page, "!document.querySelector('[data-pending]')")
        assert numbers(page) == sorted(set(numbers(page)))
        for number in range(3):
            for text in (f"Por la puerta de atrás {state} {number}.", f"Te oigo {state} {number}."):
                assert page.locator(".stream > live-post", has_text=text).count() == 1


def test_whoever_only_asks_now_and_then_misses_nothing_that_was_said_during_an_outage(visitor, forum):
    marisol = enter(only_questions(visitor("Marisol", service_workers="block")), "without-live")
    marisol.context.set_offline(True)
    marisol.locator("connection-word[data-state=offline]").wait_for()
    say(marisol, "Dicho sin línea ni socket.")
    grace = visitor("Grace")
    grace.goto(ROOM)
    grace.locator("connection-word[data-state=live]").wait_for()
    for number in range(3):
        say(grace, f"Said while you were away {number}.")
        heard(grace, f"Said while you were away {number}.")
    marisol.context.set_offline(False)
    for number in range(3):
        heard(marisol, f"Said while you were away {number}.")
    heard(grace, "Dicho sin línea ni socket.")
    eventually(marisol, "!document.querySelector('[data-pending]')")
    assert grace.locator(".stream > live-post", has_text="Dicho sin línea ni socket.").count() == 1
