"""Every page and state in a real browser, in every mood."""

import shutil
from collections import defaultdict
from contextlib import contextmanager

from playwright.sync_api import Error, sync_playwright

from tests.audit import moods
from tests.audit.crawl import Found, crawl, worth_a_look
from tests.audit.people import VISITORS, enter
from tests.audit.states import FIXED, State, found
from tests.audit.visit import Visit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def chromium():
    with sync_playwright() as play:
        browser = play.chromium.launch(args=ARGUMENTS, **({"executable_path": CHROMIUM} if CHROMIUM else {}))
        try:
            yield browser
        finally:
            browser.close()


class Company:
    """A browser context for each kind of visitor, signed in, reading in one language."""

    def __init__(self, browser, base: str, language: str):
        self.base, self.contexts, self.outside = base, {}, set()
        for who, name in VISITORS.items():
            context = browser.new_context(base_url=base, locale=language, viewport=moods.WIDE)
            context.set_default_timeout(15_000)
            context.on("request", self._watch)
            page = context.new_page()
            enter(page, name, language)
            page.close()
            self.contexts[who] = context

    def _watch(self, request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.outside.add(request.url)

    def crawl(self) -> list[Found]:
        return [crawl(who, Visit(self.base, context.cookies())) for who, context in self.contexts.items()]

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


def states_of(crawled: list[Found]) -> list[State]:
    """All that is looked at."""
    kinds, shapes = set(), set()
    return [found(each.who, address) for each in crawled for address in worth_a_look(each, kinds, shapes)] + FIXED


def stand_in(page, state: State) -> None:
    """Brings the page into the state; an odd status is a fault of its own."""
    answer = page.goto(state.address)
    if answer and answer.status != state.status:
        raise Error(f"answered {answer.status} instead of {state.status}")
    if state.reach:
        state.reach(page)


def look(company: Company, states: list[State], language: str) -> tuple[dict[str, list[str]], dict]:
    """{mood: faults} over all states, and what the statement of accessibility needs to know."""
    faults, about = defaultdict(list), {"passed": set(), "version": ""}
    for state in states:
        page = company.contexts[state.who].new_page()
        problems = []
        page.on("pageerror", lambda error, into=problems: into.append(str(error)))
        page.on("console", lambda line, into=problems: line.type == "error" and into.append(line.text))
        try:
            stand_in(page, state)
            # The browser itself notes that a page of errors is an error.
            faults["console"] += [f"{state.name}: {text}" for text in problems if "status of" not in text]
            seen = moods.walk(page, language)
            about["passed"] |= set(seen.pop("passed"))
            about["version"] = seen.pop("version")
            del seen["violations"]
            for mood, found_here in seen.items():
                faults[mood] += [f"{state.name}: {fault}" for fault in found_here]
        except Error as reason:
            faults["reached"].append(f"{state.name}: {str(reason).splitlines()[0]}")
        finally:
            page.close()
    return dict(faults), about
