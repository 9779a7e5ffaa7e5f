"""axe in the page, with every rule of WCAG 2.0 to 2.2 (A and AA) and its best practices."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# What can differ where only the colours do.
COLOURS = ["color-contrast", "link-in-text-block"]
SCRIPT = Axe().axe_script

# What is still fading in has other colours than it will be read in. What a visitor opened lies above the rest, which is
# within reach again once it is closed: until then only its own targets are measured.
RUN = """async runOnly => {
  await Promise.allSettled(document.getAnimations().map(each => each.finished));
  const run = (where, more) => axe.run(where, { preload: false, resultTypes: ["violations"], ...more });
  const above = document.querySelector("details[data-menu][open] > :not(summary), dialog[open]");
  const seen = above
    ? [await run(document, { runOnly, rules: { "target-size": { enabled: false } } }), await run(above, { runOnly: ["target-size"] })]
    : [await run(document, { runOnly })];
  const why = node => node.failureSummary.split("\\n").slice(1).join(" ").trim();
  const places = rule => rule.nodes.map(node => `${node.target.join(" ")}: ${why(node)}`);
  return {
    version: axe.version,
    passed: seen.flatMap(found => found.passes.map(rule => rule.id)),
    violations: seen.flatMap(found => found.violations.map(rule => [rule.id, places(rule)])),
  };
}"""


def examine(page, rules: list[str] = ()) -> dict:
    """The version of axe, the rules that passed, and of each that did not: its name and where."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(SCRIPT)
    return page.evaluate(RUN, {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS})


def faults(result: dict) -> list[str]:
    """One line for each kind of fault, with the first place of it."""
    return [f"{rule}: {places[0]} ({len(places)} places)" for rule, places in result["violations"]]
