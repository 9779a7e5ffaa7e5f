"""What the pages need to say of people, places and languages."""

from functools import lru_cache

from django import template
from django.forms.utils import flatatt
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import places
from accounts.models import User
from accounts.models.user import Origin
from accounts.sectors import Sector
from dialogue.rooms import drawing
from dialogue.rooms.drawing import Row, drawn, folded
from dialogue.rooms.models import Participant, Post, Room
from dialogue.rooms.page_words import READ_ON, READ_ON_MINUTES, page_words
from dialogue.rooms.rewording import asked_note
from dialogue.rooms.threads import title_of
from dialogue.text.limits import limit_attrs
from dialogue.text.markdown import beginning
from dialogue.text.words import LIMIT, first

register = template.Library()


def page_language() -> str:
    return get_language() or "en"


@register.filter
def country_name(code: str) -> str:
    """The name of a country in the language of the page; "" for none."""
    return places.country_name(code, page_language()) if code else ""


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page; "" for none."""
    return places.language_name(code, page_language()) if code else ""


register.filter(places.lang)
register.filter(beginning)
register.filter(title_of)
register.filter(folded)
register.filter(asked_note)


@register.filter
def sector_label(sector: str) -> str:
    """The word for a sector; readers who are not signed in count as "reader"."""
    if sector == "reader":
        return _("Readers")
    return str(Sector(sector).label) if sector in Sector.values else ""


@register.filter
def bdi(name: str) -> SafeString:
    """What a person wrote, kept apart from the sentence it stands in: its direction and its marks are its own."""
    return format_html("<bdi>{}</bdi>", name)


@register.filter
def words(html: str) -> SafeString:
    """Words of a person as HTML. Safe: `html` was made by dialogue.text.markdown and never by anybody else."""
    return mark_safe(html)  # noqa: S308


@register.filter
def minutes(post: Post) -> int:
    return drawing.minutes(post.text, post.language)


@register.filter
def read_on(minutes: int) -> str:
    """What unfolds long words: how long they take to read, from two minutes on."""
    return str(READ_ON_MINUTES).format(n=minutes) if minutes > 1 else str(READ_ON)


@register.filter
def initial(name: str) -> str:
    """The first letter of a name with all that is shown as one with it; for the seal of a citizen."""
    return first(str(name or "").strip()).upper()


@register.simple_tag
def sector_mark(sector: str) -> SafeString:
    """The shape of a sector; a word always stands beside it."""
    shape = sector if sector in Sector.values else "citizen"
    return format_html('<svg class="mark" aria-hidden="true"><use href="#mark-{}"/></svg>', shape)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign of the interface from the sheet of marks."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>', name)


@register.simple_tag
def voice_bars(voices: list[dict], figure: str = "people") -> list[dict]:
    """Where the bar of each sector that has spoken begins and how long it is, in percent of all people, or of another figure."""
    total, start, bars = sum(voice[figure] for voice in voices), 0.0, []
    for voice in voices:
        if voice[figure]:
            width = 100 * voice[figure] / total
            bars.append({"sector": voice["sector"], "x": f"{start:.2f}", "width": f"{width:.2f}"})
            start += width
    return bars


@register.simple_tag
def countries_here(presence: dict) -> list[tuple[str, int]]:
    """(name, how many) of the countries people are here from, the most first."""
    named = ((country_name(code), number) for code, number in presence.get("countries", {}).items())
    return sorted(named, key=lambda place: (-place[1], places.alphabetical(place[0])))


@register.simple_tag
def muted_in(room: Room) -> list[Participant]:
    """For moderators: who is muted in this room now. The record does not name them."""
    return list(
        room.participants.filter(muted_until__gt=timezone.now()).select_related("person").order_by("muted_until")
    )


register.simple_tag(page_words)


@register.simple_tag(name="limit_attrs")
def limited(limit: int = LIMIT) -> SafeString:
    """Attributes of a textarea for at most `limit` characters, by default those of a post."""
    return mark_safe(flatatt(limit_attrs(limit)))  # noqa: S308  flatatt escapes


@register.simple_tag(takes_context=True)
def row(context, post: Post) -> SafeString:
    """A post of the page's room as this reader sees it. Where the page offers `acts`, all reactions are there to choose."""
    acts, own = context.get("acts"), context["mine"].get(post.seq)
    found = ((kind, label, post.counts.get(kind) or "", kind == own) for kind, label in context["reactions"])
    chosen = tuple(one for one in found if one[2] or one[3] or acts)
    moderates, sought = bool(context["may"]["moderate"]), context.get("highlight") == post.seq != 0
    made = Row.of(post, context["room"].slug, context["user"], moderates, chosen, sought)
    if not acts:
        return drawn(made)
    with context.push(**made.shown()):
        return context.template.engine.get_template("rooms/_post.html").render(context)


# No post has this number: it marks the place of the number in an address.
PLACE = 10**15


@lru_cache(1024)
def _around(name: str, slug: str, _prefix: str) -> tuple[str, str]:
    """What stands before and behind the number in the address `name` of a room; the prefix in force is that of the language."""
    before, _, behind = reverse(name, args=(slug, PLACE)).partition(str(PLACE))
    return before, behind


@register.simple_tag
def to(name: str, slug: str, seq: int) -> SafeString:
    """What `{% url name slug seq %}` says; a page of fifty posts has six hundred such addresses, and resolves a dozen."""
    before, behind = _around(name, slug, get_script_prefix())
    return mark_safe(f"{before}{int(seq)}{behind}")  # noqa: S308  made by reverse() and a number


@register.simple_tag
def demonstration_people() -> list[dict]:
    """The invented people of the demonstration, with the sector and the body each speaks for; staff last."""
    people = (
        User.objects.filter(origin=Origin.DEMONSTRATION, is_active=True).exclude(name="").order_by("is_staff", "pk")
    )
    found = []
    for person in people.prefetch_related("mandates__organisation"):
        mandate = next((mandate for mandate in person.mandates.all() if mandate.active()), None)
        sector = mandate.organisation.sector if mandate else Sector.CITIZEN.value
        found.append({"person": person, "sector": sector, "mandate": mandate})
    return found
