"""What the page "Accessibility" says: written into the repository from what was found, by `make audit STATEMENT=1`."""

import json
from datetime import UTC, datetime

from forum.server import ROOT
from tests.audit.crawl import Found, kind_of
from tests.audit.states import State

PLACE = ROOT / "dialogue" / "accessibility.json"


def statement(crawled: list[Found], states: list[State], about: dict, faults: dict[str, list[str]]) -> dict:
    kinds = {kind_of(each.answers[address].address).split()[0] for each in crawled for address in each.documents}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "axe": about["version"],
        "views": sorted(kind for kind in kinds if "/" not in kind),
        "states": len(states),
        "rules_passed": len(about["passed"]),
        "violations": {mood: found for mood, found in sorted(faults.items()) if found},
    }


def write(found: dict) -> None:
    PLACE.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
