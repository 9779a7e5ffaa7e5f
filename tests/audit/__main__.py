"""`make audit`: what is promised of code, pages, sizes and speed; one table, run/audit.json, and an exit code."""

import argparse
import json
import os
import shutil
import sys
import time
from dataclasses import asdict
from pathlib import Path

from forum.server import ROOT
from tests.audit import commands, stage
from tests.audit.rows import Row, not_run, table

LANGUAGES = ("en", "ar")
NO_BROWSER = "needs Chromium (Debian: sudo apt install chromium)"


def in_browser(base: str, folder: Path, asked) -> list[Row]:
    """Everything that needs pages; imported late, since the address and the settings must be known first."""
    import django

    django.setup()
    from tests.audit import budget, lighthouse, links, markup, pages, statement
    from tests.audit.rows import counted
    from tests.audit.visit import Visit

    rows, faults, about = [], {}, {"passed": set(), "version": ""}
    with pages.chromium() as browser:
        say("sizes and speed")
        rows += budget.rows(browser, base)
        for language in LANGUAGES:
            company = pages.Company(browser, base, language)
            if language == "en":
                say("links, as four visitors")
                crawled = company.crawl()
                states = pages.states_of(crawled)
            say(f"{len(states)} pages and states, {language}")
            seen, told = pages.look(company, states, language)
            for mood, found in seen.items():
                faults.setdefault(mood, []).extend(found)
            about = {"passed": about["passed"] | told["passed"], "version": told["version"] or about["version"]}
            faults.setdefault("requests elsewhere", []).extend(company.outside)
            company.close()
    rows += [counted("pages", mood, found, f"{len(states)} states") for mood, found in faults.items()]
    say("HTML and Lighthouse")
    rows += [*links.rows(crawled, Visit(base, [])), markup.row(crawled, folder / "html")]
    if asked.statement:
        statement.write(statement.statement(crawled, states, about, faults))
    return rows + lighthouse.rows(base, pages.CHROMIUM or "", folder)


def say(part: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {part}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--statement", action="store_true", help="also write dialogue/accessibility.json")
    parser.add_argument("--skip-code", action="store_true", help="leave out style, types and the like")
    asked = parser.parse_args()
    began, folder = time.monotonic(), Path(os.environ.get("RUN_DIR") or ROOT / "run").resolve()
    say("code")
    rows = [] if asked.skip_code else commands.rows()
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        rows.append(not_run("pages", "everything in a browser", NO_BROWSER))
    else:
        with stage.forum(folder / "audit") as base:
            rows += in_browser(base, folder / "audit", asked)
    written = folder / "audit.json"
    written.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
    broken, unseen = ([row for row in rows if row.met is verdict] for verdict in (False, None))
    print(f"\n{table(rows)}\n\nWritten to {written} after {time.monotonic() - began:.0f} s.")
    if unseen:
        print(f"NOT LOOKED AT: {', '.join(f'{row.part}: {row.what}' for row in unseen)}")
    print(f"{len(rows) - len(broken) - len(unseen)} promises kept, {len(broken)} broken, {len(unseen)} not looked at.")
    return int(bool(broken or (unseen and os.environ.get("CI") == "true")))


if __name__ == "__main__":
    sys.exit(main())
