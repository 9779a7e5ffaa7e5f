"""Every page that links lead to, for each kind of visitor; and which of them are worth looking at in a browser."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, URLPattern, get_resolver, resolve

from tests.audit.document import Document

# Pages of one kind that are read for links; and that are looked at because they show something new.
READ, LOOKED_AT = 6, 2
# The administration is Django's own; the doors of the audit are looked at as states.
NOT_OURS = ("/admin/", "/audit/")
LANGUAGES = "|".join(code for code, _ in settings.LANGUAGES)


@dataclass(frozen=True)
class Answer:
    address: str
    status: int
    html: str = ""
    headers: dict = field(default_factory=dict)


@dataclass
class Found:
    """What one visitor came upon."""

    who: str
    answers: dict[str, Answer] = field(default_factory=dict)
    # address: a page that links to it
    linked_from: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    fragments: set[tuple[str, str, str]] = field(default_factory=set)
    outside: dict[str, str] = field(default_factory=dict)


def kind_of(address: str) -> str:
    """The name of the view behind an address and what its query is about: pages of one kind look alike."""
    parts = urlsplit(address)
    language, path = re.fullmatch(rf"(/(?:{LANGUAGES})(?=/))?(.*)", parts.path).groups()
    try:
        name = resolve(path).view_name or path
    except Resolver404:
        name = path
    return " ".join([name, *sorted(parse_qs(parts.query, keep_blank_values=True)), *([language] if language else [])])


def seeds() -> Iterator[str]:
    """Each address without a variable part, linked or not."""

    def walk(patterns, before: str) -> Iterator[str]:
        for each in patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLPattern):
                if not re.search(r"[<(^$\\]", route):
                    yield "/" + route
            else:
                yield from walk(each.url_patterns, route)

    yield from (seed for seed in walk(get_resolver().url_patterns, "") if not seed.startswith(NOT_OURS))


def crawl(who: str, get) -> Found:
    """`get(address)` answers as this visitor; nothing is sent anywhere but to the forum."""
    found, read = Found(who), Counter()
    found.linked_from = dict.fromkeys(seeds(), "")
    queue = list(found.linked_from)
    while queue:
        address = queue.pop(0)
        kind = kind_of(address)
        # Other languages hold the same pages: one of a kind, and as a guest, shows that they are there.
        limit = int(who == "guest") if "/" in kind.split()[-1] else READ
        if read[kind] >= limit or address.startswith(NOT_OURS) or "logout" in address:
            continue
        read[kind] += 1
        answer = found.answers[address] = get(address)
        if not answer.html:
            continue
        document = found.documents[address] = Document(answer.html)
        # The people and posts that the styleguide draws are nowhere.
        if "styleguide" in address:
            continue
        here = answer.address
        for link in [*document.links, document.canonical, *document.elsewhere.values()]:
            target, fragment = urldefrag(urljoin(here, link))
            parts = urlsplit(target)
            if parts.scheme not in ("http", "https"):
                continue
            if parts.netloc != urlsplit(here).netloc:
                found.outside.setdefault(target, address)
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if fragment:
                found.fragments.add((address, target, fragment))
            if target not in found.linked_from:
                found.linked_from[target] = address
                queue.append(target)
    return found


def worth_a_look(found: Found, kinds: set[str], shapes: set[str]) -> list[str]:
    """Pages of a new kind, and those that show an element which none has shown yet. Both sets go from visitor to visitor."""
    chosen, looked_at = [], Counter()
    for address, document in found.documents.items():
        answer = found.answers[address]
        # A file to keep is not opened by going to it.
        if "content-disposition" in answer.headers:
            continue
        # A page that led elsewhere is of the kind it led to.
        name, *rest = kind_of(answer.address).split()
        if "/" in "".join([name, *rest]) or answer.status != 200 or looked_at[name] >= LOOKED_AT:
            continue
        if name not in kinds or document.shapes - shapes:
            kinds.add(name)
            shapes |= document.shapes
            looked_at[name] += 1
            chosen.append(address)
    return chosen
