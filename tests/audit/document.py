"""One page as the server sent it: what it links to, what it loads, and of what kinds of elements it is made."""

from html.parser import HTMLParser

# Attributes that make another state of the same element.
STATES = ("aria-current", "aria-pressed", "aria-expanded", "disabled", "hidden", "open", "readonly", "role", "type")


class Document(HTMLParser):
    """`links`: addresses it leads to; `loads`: those a browser fetches by itself; `shapes`: tag, classes and states of what
    stands in its main part."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.elsewhere: dict[str, str] = {}
        self.canonical = ""
        self.ids: list[str] = []
        self.shapes: set[str] = set()
        self.title = ""
        self.language = ""
        self._in_title = self._in_main = self._in_template = False
        self._post: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        # What a template holds is no part of the page yet.
        self._in_template = self._in_template or tag == "template"
        if self._in_template:
            return
        self._in_main = self._in_main or tag == "main"
        if self._in_main:
            self.shapes.add(
                " ".join([tag, *sorted(given.get("class", "").split()), *(s for s in STATES if s in given)])
            )
        if tag == "live-post":
            self._post = given
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "title":
            # A drawing may have a title too; the page's own comes first.
            self._in_title = not self.title
        if tag == "a" and "href" in given and self._offered(given):
            self.links.append(given["href"])
        if tag == "form" and given.get("method", "get").lower() == "get" and given.get("action"):
            self.links.append(given["action"])
        if tag == "link":
            self._link(given)
        if tag in ("script", "img", "iframe", "source", "audio", "video", "embed") and given.get("src"):
            self.loads.append(given["src"])

    def _offered(self, link: dict[str, str]) -> bool:
        """Whether a reader sees this link: some stand in every post and are shown to its author only."""
        own = "data-own" in self._post and self._post.get("data-state") == "shown"
        return own or link.get("data-slot") not in ("edit", "withdraw")

    def _link(self, given: dict[str, str]) -> None:
        relations, address = given.get("rel", "").split(), given.get("href", "")
        if "canonical" in relations:
            self.canonical = address
        elif "alternate" in relations and given.get("hreflang"):
            self.elsewhere[given["hreflang"]] = address
        elif "alternate" in relations or "next" in relations or "prev" in relations:
            self.links.append(address)
        elif address:
            self.loads.append(address)

    def handle_data(self, data):
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag):
        if tag == "title":
            self._in_title = False
        if tag == "template":
            self._in_template = False
        if tag == "main":
            self._in_main = False
