"""axe in the page, with every rule of WCAG 2.0 to 2.2 (A and AA) and its best practices."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# What can differ where only the colours do, or only the sizes.
COLOURS = ["color-contrast", "link-in-text-block"]
SIZES = ["target-size", "scrollable-region-focusable", "color-contrast"]
SCRIPT = Axe().axe_script

RUN = """async rules => {
  const runOnly = rules.length ? { type: "rule", values: rules } : { type: "tag", values: %s };
  const found = await axe.run(document, { runOnly, preload: false, resultTypes: ["violations"] });
  const nodes = of => of.nodes.map(node => `${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1).join(" ").trim()}`);
  return {
    version: axe.version,
    passed: found.passes.map(rule => rule.id),
    violations: found.violations.map(rule => [rule.id, nodes(rule)]),
  };
}""" % TAGS  # noqa: UP031


def examine(page, rules: list[str] = ()) -> dict:
    """The version of axe, the rules that passed, and of each that did not: its name and where."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(SCRIPT)
    return page.evaluate(RUN, list(rules))


def faults(result: dict) -> list[str]:
    """One line for each kind of fault, with the first place of it."""
    return [f"{rule}: {places[0]} ({len(places)} places)" for rule, places in result["violations"]]
