"""Markdown, a safe and small part of it, to HTML; and that HTML to plain text."""

import re
import unicodedata
from collections.abc import MutableMapping
from html import unescape
from urllib.parse import urlsplit

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from dialogue.text.direction import CONTAINERS, both_ways, directions
from dialogue.text.emphasis import Inline, code
from dialogue.text.paragraphs import paragraphs
from dialogue.text.words import is_visible

# Levels of quotations (one each) and lists (two each) inside one another. Deeper ones are shown as typed.
NESTING = 12

# Characters of a web address; a longer one is no link. Brackets that never close are looked for that far ahead.
ADDRESS_LIMIT = 2_000

# The work one text may be: a step for each line looked at on each level of nesting, several for a sign that may be markup and
# for a link. And the letters of HTML it may become, for each of its own and besides. What takes more is shown as typed: the most
# laborious texts people write, 10,000 letters of short lines in lists with bold words, take nine tenths of it.
STEPS, STEPS_OF_A_SIGN, STEPS_OF_A_LINK = 10_000, 4, 15
GROWTH, GROWTH_OF_ANY = 5, 2_000

# Characters of HTML in which the beginning of a post is looked for: some hundred words, or thirty between addresses of links.
LOOKED_AT = 4_000

_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
# Marks that Chinese and Japanese set directly behind or around an address; none of them is found inside one.
_WIDE = re.compile("[\u3000-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
# Behind an address: what a library for Latin texts does not know as the end of a sentence or a quotation.
_BEHIND = re.compile(
    "[*.,;:!?\u00ab\u00bb\u055d\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u1362\u17d4\u2018-\u201f\u2026\u203a]+$"
)
# A year or a figure that is a whole answer ("2030.", "+") is no list with nothing in it.
_ONLY_A_MARK = re.compile(r"(?:\d{1,9}[.)]|[-+*])\s*")
_TAG = re.compile("<[^>]*>")
_LEADS_TO = re.compile('href="([^"]*)"')
# A tag or a written-out character ("&amp;") of which only the beginning is there.
_HALF = re.compile("(?:<[^>]*|&[a-z]*)\\Z")
_SCHEMES = frozenset({"http", "https", "mailto"})
_DIRECTIONS = {"dir": {"auto", "ltr", "rtl"}}

_cleaner = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr", "bdi"},
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}, "li": {"value"}},
    tag_attribute_values=dict.fromkeys(("p", "pre", *CONTAINERS), _DIRECTIONS),
    url_schemes=set(_SCHEMES),
    url_relative="deny",
    link_rel="nofollow noopener ugc",
)
# Only whole addresses become links: "agreed.So we" is no address in Somalia. Web addresses are found where they
# begin; the pass over whole texts, slow for many of them, looks for mail addresses alone.
_web = LinkifyIt(options={"fuzzy_link": False})
_mail = LinkifyIt(options={"fuzzy_link": False})
for _schema in ("http:", "https:", "ftp:", "//"):
    _mail.add(_schema, None)


class _Dialect(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return url.partition(":")[0].lower() in _SCHEMES

    def normalizeLinkText(self, link: str) -> str:
        # An address is shown as it was typed; decoding it could bring direction marks into it.
        return link


class _LaboriousError(Exception):
    """There is more to do than STEPS."""


def _work(env: MutableMapping, steps: int) -> None:
    env["steps"] = env.get("steps", 0) + steps
    if env["steps"] > STEPS:
        raise _LaboriousError


def _shallow(rule):
    """The block rule, but no deeper than NESTING; the library alone would leave out the words there."""

    def shallow(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        _work(state.env, 1)
        return state.level < NESTING and rule(state, start, end, silent)

    return shallow


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return not _ONLY_A_MARK.fullmatch(line) and list_block(state, start, end, silent)


def _unquoted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Ends a quotation at the first line without its sign. CommonMark goes on, and puts an answer into the mouth of who is quoted."""
    # Asked silently by the quotation alone.
    return silent


def _address(state: StateInline, silent: bool) -> bool:
    """A web address where it begins, so that its underscores are not taken for emphasis.

    The library's own rule looks back through everything before each "://": a second for a hostile post.
    """
    # Asked at each sign that no plain words hold.
    _work(state.env, STEPS_OF_A_SIGN)
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    start = state.pos - len(scheme[1]) if scheme else 0
    link = scheme and _web.match_at_start(state.src[start : start + ADDRESS_LIMIT])
    if not link:
        return False
    _work(state.env, STEPS_OF_A_LINK)
    url = _ended(link.url)
    if not silent:
        state.pending = state.pending[: start - state.pos]
        if len(url) == ADDRESS_LIMIT:
            state.pending += url
        else:
            _push_link(state, url)
    state.pos = start + len(url)
    return True


def _ended(url: str) -> str:
    """The address without what stands behind it: typographic marks end it in every script, as points and commas do in ours."""
    url = _WIDE.split(url, maxsplit=1)[0]
    return _BEHIND.sub("", url)


def _push_link(state: StateInline, url: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
    state.tokens[-1].markup = "linkify"
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1).markup = "linkify"


def _destination(url: str) -> str:
    """What a reader should know of a link before following it: its host, or the address it writes to."""
    try:
        parts = urlsplit(url)
        return parts.path if parts.scheme == "mailto" else parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return url


def _isolated(text: str, level: int) -> list[Token]:
    return [
        Token("bdi_open", "bdi", 1, level=level),
        Token("text", "", 0, content=text, level=level),
        Token("bdi_close", "bdi", -1, level=level),
    ]


def _show_destinations(state: StateCore) -> None:
    """Isolates every address, and writes the real one behind a link whose words do not say it."""
    for block in state.tokens:
        children = block.children or []
        if not any(token.type == "link_open" for token in children):
            continue
        shown: list[Token] = []
        for place, token in enumerate(children):
            if token.type == "link_open":
                opened, start = token, place + 1
            address = token.type == "text" and shown[-1:] and shown[-1].type == "link_open" and opened.markup
            shown += _isolated(token.content, token.level) if address else [token]
            if token.type == "link_close":
                words = "".join(part.content for part in children[start:place])
                destination = _destination(str(opened.attrs["href"]))
                if not is_visible(words):
                    shown[-1:-1] = _isolated(destination, token.level)
                elif not _says(words if opened.markup else "", destination):
                    space = Token("text", "", 0, content=" ", level=token.level)
                    shown += [space, *_isolated(f"({destination})", token.level)]
        block.children = shown


def _says(words: str, destination: str) -> bool:
    """Whether words that are themselves an address name the destination where the eye looks for it."""
    if any(unicodedata.category(c) == "Cf" for c in words):
        return False
    address = words.lower()
    # "bank.example@" before the host reads like the host.
    host = re.match(r"https?://([^/?#]*)", address)
    return host[1] == destination if host else address.removeprefix("mailto:") == destination.lower()


def _numbers(state: StateCore) -> None:
    """Numbers of a list as they were typed: who cites articles 3, 7 and 12 means those. Only "1." again and again counts up."""
    lists: list[list[Token]] = []
    for token in state.tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = [item for item in lists.pop() if item.info]
            numbers = [int(item.info) for item in items]
            for place, item in enumerate(items if len(set(numbers)) > 1 else ()):
                if numbers[place] != (numbers[place - 1] + 1 if place else numbers[0]):
                    item.attrSet("value", item.info)


def _code_block(self, tokens, place, options, env) -> str:
    return f'<pre dir="auto"><code>{_escape(tokens[place].content)}</code></pre>\n'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parser() -> MarkdownIt:
    # breaks: a line somebody ends is a line ended, as in a letter.
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": NESTING + 4}
    md = _Dialect("js-default", options)
    md.inline = Inline()
    # Four spaces before a line are a slip here, not code; "reference" would let a link hide its address
    # elsewhere; whoever types "&lt;" wants to show just that.
    md.disable(["code", "entity", "heading", "html_block", "html_inline", "image", "lheading"])
    md.disable(["reference", "replacements", "smartquotes", "table"])
    md.linkify = _mail
    interrupted = ["paragraph", "reference", "blockquote"]
    md.block.ruler.at("blockquote", _shallow(blockquote), {"alt": [*interrupted, "list"]})
    md.block.ruler.at("list", _shallow(_list), {"alt": interrupted})
    md.block.ruler.push("unquoted", _unquoted, {"alt": ["blockquote"]})
    md.inline.ruler.at("backticks", code)
    md.inline.ruler.at("linkify", _address)
    md.core.ruler.before("inline", "blocks", lambda state: _work(state.env, len(state.tokens)))
    md.core.ruler.push("destinations", _show_destinations)
    md.core.ruler.push("numbers", _numbers)
    md.core.ruler.push("directions", directions)
    md.add_render_rule("fence", _code_block)
    return md


_markdown = _parser()


def render(source: str, language: str = "") -> str:
    """Safe HTML of a text that words.clean has passed: emphasis, lists, quotations, code, links. `language` is the post's."""
    html = None if both_ways(source) else paragraphs(source)
    return render_fully(source, language) if html is None else _bounded(html, source)


def render_fully(source: str, language: str = "") -> str:
    """The long way, which every text may go."""
    try:
        html = _bounded(_cleaner.clean(_markdown.render(source, {"language": language})), source)
    except _LaboriousError:
        return _as_typed(source)
    # Nothing but markup ("---", ">") is what somebody wanted to say.
    return html if is_visible(plain(html)) or not is_visible(source) else _as_typed(source)


def _bounded(html: str, source: str) -> str:
    return html if len(html) <= GROWTH * len(source) + GROWTH_OF_ANY else _as_typed(source)


def _as_typed(source: str) -> str:
    """One paragraph of its lines, whatever signs are in them."""
    return '<p dir="auto">' + _escape(source.strip()).replace("\n", "<br>\n") + "</p>\n"


def plain(html: str) -> str:
    """The words of HTML that render made, without any markup; blocks and lines end with a line break.

    No parser for foreign HTML, which takes 20 ms for a hostile post: the cleaner writes "<" and ">" for tags alone.
    """
    lines = (line.strip() for line in unescape(_TAG.sub("", html)).split("\n"))
    return "\n".join(line for line in lines if line)


def searchable(html: str) -> str:
    """The words of HTML that render made as they are read, whatever is emphasised in them, and where its links lead."""
    words = plain(html)
    return " ".join([words, *(link for link in map(unescape, _LEADS_TO.findall(html)) if link not in words)])


def beginning(html: str) -> str:
    """The first words of HTML that render made, in one line, for whatever shows a post in a few of them: lists, cards, titles.

    It looks at the first LOOKED_AT characters and no further, so that a long post costs no more than another.
    """
    seen = html if len(html) <= LOOKED_AT else _HALF.sub("", html[:LOOKED_AT])
    return " ".join(plain(seen).split()) + ("…" if len(html) > LOOKED_AT else "")
