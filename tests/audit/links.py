"""What the crawl says of links: none is broken, none leaves a page without its place, nothing is fetched from elsewhere."""

from urllib.parse import urljoin, urlsplit

from tests.audit.crawl import Found
from tests.audit.rows import Row, counted

# The rules of a door may refuse whoever follows a link; then a page says why.
BROKEN = {404, 410}


def rows(crawled: list[Found], get) -> list[Row]:
    """`get` asks as a guest, for addresses that only search engines follow."""
    pages = sum(len(each.documents) for each in crawled)
    links = len({target for each in crawled for target in each.linked_from})
    return [
        counted("links", "broken", [fault for each in crawled for fault in broken(each)], f"{links} addresses"),
        counted("links", "without its place", [f for each in crawled for f in misplaced(each)], f"{pages} pages"),
        counted("links", "title, language", [f for each in crawled for f in unnamed(each)], f"{pages} pages"),
        counted("links", "loads from elsewhere", [f for each in crawled for f in elsewhere(each)], f"{pages} pages"),
        counted("links", "canonical, hreflang", alternates(crawled[0], get), f"{len(crawled[0].documents)} pages"),
    ]


def broken(found: Found) -> list[str]:
    return [
        f"{address} answers {answer.status} to a {found.who}, on {found.linked_from[address] or 'its own'}"
        for address, answer in found.answers.items()
        if answer.status >= 500 or (answer.status in BROKEN and found.linked_from[address])
    ]


def misplaced(found: Found) -> list[str]:
    """Links to a place in a page that is not there; only pages that were read can tell."""
    return [
        f"{target} has no #{fragment}, to which {page} links"
        for page, target, fragment in sorted(found.fragments)
        if (there := found.documents.get(target)) and found.answers[target].status == 200 and fragment not in there.ids
    ]


def unnamed(found: Found) -> list[str]:
    titles = {address: document.title.strip() for address, document in found.documents.items()}
    return [f"{address}: title {title!r}" for address, title in titles.items() if not title.partition(" · ")[0].strip()]


def elsewhere(found: Found) -> list[str]:
    faults = []
    for address, document in found.documents.items():
        here = found.answers[address].address
        for load in document.loads:
            parts = urlsplit(urljoin(here, load))
            if parts.scheme != "data" and parts.netloc != urlsplit(here).netloc:
                faults.append(f"{address} loads {load}")
    return faults


def alternates(found: Found, get) -> list[str]:
    """Canonical addresses and those in other languages lead to a page, and back."""
    faults, asked = [], {}
    shown = {}
    for address, document in found.documents.items():
        if document.canonical:
            shown.setdefault(found.answers[address].address.partition("?")[0], (address, document))
    for address, document in list(shown.values())[:12]:
        for name, target in {"canonical": document.canonical, **document.elsewhere}.items():
            answer = asked[target] if target in asked else asked.setdefault(target, get(target))
            if answer.status != 200:
                faults.append(f"{address}: {name} {target} answers {answer.status}")
    return faults
