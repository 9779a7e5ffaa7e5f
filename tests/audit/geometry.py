"""What axe does not look at: that a page fits its width, says where one is, and names each thing once."""

MEASURE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  const root = document.documentElement;
  return {
    over: root.scrollWidth - root.clientWidth,
    twice: [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))],
    headings: document.querySelectorAll("h1").length,
    title: document.title, lang: root.lang, dir: root.dir,
  };
}"""
BESIDE = """() => [...document.body.querySelectorAll("*")].filter(element => {
  const box = element.getBoundingClientRect();
  return box.width && (box.right > document.documentElement.clientWidth + 1 || box.left < -1) && !element.closest(".only-heard");
}).slice(0, 3).map(element => element.tagName.toLowerCase() + "." + element.className).join(", ")"""


def sideways(page) -> list[str]:
    """Whether the page can be scrolled sideways at its present width, and by what."""
    over = page.evaluate(MEASURE)["over"]
    return [f"{over} px wider than {page.viewport_size['width']}: {page.evaluate(BESIDE)}"] if over > 0 else []


def order(page, language: str) -> list[str]:
    """Language and direction, title, one main heading, no name given twice."""
    seen = page.evaluate(MEASURE)
    found = [f"the id {name!r} stands twice" for name in seen["twice"]]
    if seen["headings"] != 1:
        found.append(f"{seen['headings']} main headings (h1)")
    where, mark, _ = seen["title"].rpartition(" · Solidaction")
    if not where.strip() or not mark:
        found.append(f"the title does not say where one is: {seen['title']!r}")
    if (seen["lang"], seen["dir"]) != (language, "rtl" if language == "ar" else "ltr"):
        found.append(f"language {seen['lang']!r}, direction {seen['dir']!r}")
    return found
