"""What must hold of the machine: bounds of memory, files, threads and connections, and no traceback in any log."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.evidence import Evidence

MIB = 1 << 20
# Growth of one web process, from when everybody has come, in bytes.
GROWTH = 64 * MIB
# Open files beside one for each socket: database, bell, log, libraries, forms in flight.
FILES = 150
# Four of the engine, one for each form in flight, the server's own.
THREADS = 60
# PostgreSQL takes 100 unless told otherwise, and keeps some of them for its own.
CONNECTIONS = 80
TRACEBACK = "Traceback (most recent call last)"


def bounded(evidence: Evidence) -> Iterator[str]:
    """I11: memory, open files, threads and database connections stay within what is stated above."""
    bounds = {"files": evidence.facts.get("clients", 0) + FILES, "threads": THREADS, "connections": CONNECTIONS}
    worst: dict[tuple[str, str], int] = defaultdict(int)
    least: dict[tuple[str, int], int] = {}
    for sample in evidence.samples:
        for name in bounds.keys() & sample.keys():
            where = sample.get("web", "database"), name
            worst[where] = max(worst[where], sample[name])
        if "rss" in sample and sample["t"] >= evidence.facts.get("settled", 0):
            start = sample["web"], sample["start"]
            least.setdefault(start, sample["rss"])
            if start[1] == 1:
                worst[start[0], "growth"] = max(worst[start[0], "growth"], sample["rss"] - least[start])
    bounds["growth"] = GROWTH
    for (where, name), value in worst.items():
        if value > bounds[name]:
            yield f"I11 {name}: {where}: {value}, the bound is {bounds[name]}"


def quiet(evidence: Evidence) -> Iterator[str]:
    """No traceback in any log: what can go wrong is said in a line."""
    for name, text in evidence.logs.items():
        last = Counter()
        for part in text.split(TRACEBACK)[1:]:
            ending = next((line for line in part.splitlines()[1:] if line and not line.startswith(" ")), "?")
            last[ending[:160]] += 1
        for ending, number in last.items():
            yield f"I11 traceback: {name}: {number} × {ending}"


RULES = (bounded, quiet)
