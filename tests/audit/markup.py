"""Every page as the server sent it, held against the HTML standard by html-validate."""

import json
from pathlib import Path

from tests.audit import node
from tests.audit.crawl import Found, kind_of
from tests.audit.node import PLACE
from tests.audit.rows import Row, counted, not_run

OF_A_KIND = 2


def row(crawled: list[Found], folder: Path) -> Row:
    if why := node.missing():
        return not_run("html", "valid", why)
    written = write(crawled, folder)
    config, told = PLACE / "htmlvalidate.json", folder / "told.json"
    told.unlink(missing_ok=True)
    # Into a file: what it prints is cut off where a pipe is full.
    done = node.run("html-validate", "--config", str(config), "--formatter", f"json={told}", *map(str, written))
    try:
        results = json.loads(told.read_text())
    except (OSError, ValueError):
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        return not_run("html", "valid", f"html-validate failed: {lines[-1]}")
    faults = [fault for result in results for fault in faults_of(result, written)]
    return counted("html", "valid", faults, f"{len(written)} pages")


def write(crawled: list[Found], folder: Path) -> dict[Path, str]:
    """A few pages of each kind, each once, as files; with where each was found."""
    folder.mkdir(parents=True, exist_ok=True)
    written, kinds = {}, {}
    for each in crawled:
        for address, answer in each.answers.items():
            kind = f"{each.who} {kind_of(answer.address)}"
            if answer.html and kinds.setdefault(kind, 0) < OF_A_KIND:
                kinds[kind] += 1
                path = folder / f"{len(written)}.html"
                path.write_text(answer.html)
                written[path] = f"{address} · {each.who}"
    return written


def faults_of(result: dict, written: dict[Path, str]) -> list[str]:
    """One line for each rule, with its first place."""
    found: dict[str, str] = {}
    where = written[Path(result["filePath"])]
    for message in result["messages"]:
        text = f"{message['ruleId']}: {message['message']} ({where}, line {message['line']})"
        found.setdefault(message["ruleId"], text)
    return list(found.values())
