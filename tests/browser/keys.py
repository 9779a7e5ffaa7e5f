"""Going through a page with the keyboard alone, and seeing at every step where one is."""

import time

from tests.patience import PATIENCE

SEEN = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "lost";
  const box = here.getBoundingClientRect(), style = getComputedStyle(here);
  if (!box.width || !box.height) return "without a size";
  const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || here.closest(".say__form");
  if (!ringed) return "without a ring";
  for (const x of [.1, .5, .9]) for (const y of [.2, .5, .8]) {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    if (top && (here.contains(top) || top.contains(here))) return "";
  }
  return "covered";
}"""


def where(page) -> str:
    return page.evaluate("document.activeElement?.outerHTML.slice(0, 160)")


def assert_seen(page) -> None:
    """Focus is on something, has a ring, and nothing lies over all of it. Scrolling may take a moment."""
    deadline = time.monotonic() + PATIENCE
    while fault := page.evaluate(SEEN):
        assert time.monotonic() < deadline, f"focus is {fault}: {where(page)}"
        page.wait_for_timeout(50)


def is_on(page, selector: str) -> bool:
    return page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector)


def tab_to(page, selector: str, key: str = "Tab", steps: int = 80) -> None:
    """Presses Tab until focus is there; it is seen all the way."""
    for _ in range(steps):
        page.keyboard.press(key)
        assert_seen(page)
        if is_on(page, selector):
            return
    raise AssertionError(f"{selector} is not reached in {steps} steps; focus is on {where(page)}")
