"""What is written on the picture of a room or of a post. Letters that no font has are left out with their line."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.places import country_name, lang, right_to_left
from accounts.sectors import Sector
from dialogue.rooms.models import Post, Room
from dialogue.rooms.preview.fonts import drawable, families
from dialogue.rooms.preview.marks import COLOURS, INK, PAPER, mark, world_map
from dialogue.text.markdown import beginning

# In letters of half the height; those of Chinese, Japanese and Korean count double.
WORDS, LINE = 240, 90
# Controls, what is assigned to nothing or to somebody's private use, and pictures such as emoji.
NO_LETTERS = ("Cc", "Cn", "Co", "Cs", "So")
# Marks that choose the form of an emoji, or turn the direction of what follows.
UNSEEN = re.compile("[\ufe00-\ufe0f\u202a-\u202e\u2066-\u2069]")


def shortened(text: str, most: int) -> str:
    """`text` in one line without what is no letter (pictures, controls), cut at a word; long chains may be broken."""
    kept = " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c) not in NO_LETTERS).split())
    kept = UNSEEN.sub("", kept).strip()
    width = 0
    for number, letter in enumerate(kept):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > most:
            whole, space, _rest = kept[:number].rpartition(" ")
            kept = (whole if space and len(whole) > number * 0.6 else kept[:number]).rstrip(" ,;:") + "…"
            break
    # Other scripts break lines without spaces; a chain of Latin letters would run out of the picture.
    return re.sub("([!-~\u00c0-\u024f]{40})", "\\1\u200b", kept)


def _line(text: str, most: int = LINE) -> str:
    """One line, or nothing where it could not be drawn."""
    short = shortened(text, most)
    return short if drawable(short) else ""


def address_of(room: Room) -> str:
    """Where the room is, in letters that every machine has."""
    return (urlsplit(settings.ORIGINS[0]).hostname or "") + reverse("room", args=[room.slug])


def _card(language: str, **facts) -> dict:
    main, _dash, variant = language.lower().partition("-")
    return {
        "families": families("".join(fact for fact in facts.values() if isinstance(fact, str))),
        "language": main[:3] or "en",
        # Traditional signs have other forms.
        "region": "tw" if variant == "hant" else None,
        "right_to_left": right_to_left(language),
        "page_right_to_left": right_to_left(get_language() or "en"),
        "paper": PAPER,
        "ink": INK,
        "logo": mark("solidaction", "#1f4a82"),
        **facts,
    }


def shown(post: Post) -> dict:
    """All that the card of a post is made of, and nothing that takes time: with any of it, the picture becomes another."""
    return {
        "html": post.html,
        "language": post.language,
        "above": post.asked.title,
        "name": post.author.shown_name,
        "body": post.organisation or post.beside,
        "official": post.official,
        "sector": post.sector,
        "country": post.country,
        "address": address_of(post.room),
    }


def post_card(post: Post) -> dict:
    """Only of a post that is shown."""
    facts = shown(post)
    sector, country = Sector(facts["sector"]), facts["country"]
    body = " · ".join(part for part in (facts["body"] or str(sector.label), _country(country)) if part)
    words = _line(beginning(facts["html"]), WORDS)
    return _card(
        lang(facts["language"]) if words else "en",
        kind="post",
        words=words or facts["address"],
        above=_line(facts["above"], 60),
        name=_line(facts["name"], 60),
        below=_line(body),
        colour=COLOURS[sector],
        official=facts["official"],
        seal=mark(sector, PAPER if facts["official"] else COLOURS[sector]),
        map=world_map([country] if country else [], country),
    )


def room_card(room: Room) -> dict:
    spoken = sorted({country for key in room.places if (country := key.partition(" ")[0])})
    posts = ngettext("%(n)d post", "%(n)d posts", room.posts_count) % {"n": room.posts_count}
    countries = ngettext("from %(n)d country", "from %(n)d countries", len(spoken)) % {"n": len(spoken)}
    title = _line(room.title, 120)
    return _card(
        get_language() or "en",
        kind="room",
        words=title or address_of(room),
        question=_line(room.question, 180) if title else "",
        above=_line(room.theme.title, 60),
        name=_line(posts) if room.posts_count else _line(_("Open to everyone")),
        below=_line(countries) if spoken else "",
        map=world_map(spoken),
    )


def _country(code: str) -> str:
    return country_name(code, get_language() or "en") if code else ""
