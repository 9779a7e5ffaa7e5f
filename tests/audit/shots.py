"""`make shots`: every page and state at three widths, light, dark and in Arabic, into run/shots, with sheets to look over."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from forum.server import ROOT
from tests.audit import stage
from tests.audit.sheet import Shot, sheets

WIDTHS = {360: 780, 768: 1024, 1440: 900}
MOODS = {"light": ("en", "light"), "dark": ("en", "dark"), "arabic": ("ar", "light")}
# A long page is shown from its beginning, this many pixels of it; where a state has led further down, what is in sight.
HEIGHT = 1800
# Debian's packages with the scripts of the world; without them, pictures show boxes.
FONTS = {"fonts-noto-core": "Noto Sans", "fonts-noto-cjk": "Noto Sans CJK SC", "fonts-inter": "Inter"}


def lacking() -> list[str]:
    if not shutil.which("fc-list"):
        return []
    families = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True).stdout
    return [package for package, family in FONTS.items() if family not in families]


def take(base: str, folder: Path, only: str) -> list[Shot]:
    import django

    django.setup()
    from tests.audit import pages

    shots, states = [], []
    with pages.chromium() as browser:
        for language in dict.fromkeys(language for language, _ in MOODS.values()):
            company = pages.Company(browser, base, language)
            states = states or [state for state in pages.states_of(company.crawl()) if only in state.name]
            for state in states:
                shots += of_state(company, state, language, folder)
            company.close()
        shots.sort(key=lambda shot: [state.name for state in states].index(shot.state))
        sheets(browser, shots, folder)
    return shots


def of_state(company, state, language: str, folder: Path) -> list[Shot]:
    """The state in each mood of that language and each width; one that cannot be reached is said and left out."""
    from playwright.sync_api import Error

    from tests.audit import pages, states

    page, taken = company.contexts[state.who].new_page(), []
    page.emulate_media(reduced_motion="reduce")
    try:
        pages.stand_in(page, state)
        for mood, (_, scheme) in MOODS.items():
            if MOODS[mood][0] != language:
                continue
            page.emulate_media(color_scheme=scheme)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                shot = Shot(state.name, width, mood, folder / f"{states.file_name(state.name)}-{width}-{mood}.png")
                tall = page.evaluate("document.documentElement.scrollHeight")
                clip = {"x": 0, "y": 0, "width": width, "height": max(height, min(tall, HEIGHT))}
                lower = page.evaluate("window.scrollY > 0")
                page.screenshot(path=shot.path, **({} if lower else {"full_page": True, "clip": clip}))
                taken.append(shot)
    except Error as reason:
        print(f"NOT SHOWN {state.name} ({language}): {str(reason).splitlines()[0]}")
    finally:
        page.close()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.audit.shots", description=__doc__)
    parser.add_argument("--only", default="", help="states whose name holds this")
    asked = parser.parse_args()
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        print("Pictures need Chromium (Debian: sudo apt install chromium).")
        return 1
    if packages := lacking():
        print(f"For every script, install: sudo apt install {' '.join(packages)}")
    began, run = time.monotonic(), Path(os.environ.get("RUN_DIR") or ROOT / "run").resolve()
    folder = run / "shots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with stage.forum(folder / "forum") as base:
        shots = take(base, folder, asked.only)
    print(f"{len(shots)} pictures in {time.monotonic() - began:.0f} s: {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
