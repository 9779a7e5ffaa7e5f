"""Whether a run kept every promise: reads journals and database, shares nothing with the server or the clients."""

from itertools import islice

from tests.faults import cost_rules, line_rules, record_rules, sight_rules
from tests.faults.evidence import Evidence

RULES = (*record_rules.RULES, *line_rules.RULES, *sight_rules.RULES, *cost_rules.RULES)
# Violations of one rule that are told; the thousandth says no more than the twentieth.
TOLD = 20


def violations(evidence: Evidence) -> list[str]:
    """One line for each violation: the invariant, the client, the number. Empty when all held."""
    return [line for rule in RULES for line in islice(rule(evidence), TOLD)]
