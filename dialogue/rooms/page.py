"""What a page of a room shows: read in a handful of queries, however many posts there are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from accounts.places import REGIONS, language_name, region_name
from accounts.sectors import QUADRILOGUE, Sector
from dialogue.live.here import present
from dialogue.live.refusals import Refusal
from dialogue.rooms import policy
from dialogue.rooms.filters import Filter
from dialogue.rooms.models import Post, Reaction, Room, Thread
from dialogue.rooms.models.choice import milliseconds
from dialogue.rooms.models.post import PostQuerySet, fills_a_page
from dialogue.rooms.pace import Pace
from dialogue.rooms.rewording import noted
from dialogue.rooms.standing import Standing
from dialogue.rooms.threads import listed, nest, with_openers
from dialogue.text.language import UNKNOWN

POSTS = 50
# In low-data mode.
FEWER = 8
# A page of posts that are picked out looks this far back; the next page looks further.
REACH = 20_000
# What scripts copy for a post that arrives; its number is that of no post.
BLANK = Post(seq=0, at=datetime.fromtimestamp(0, UTC))
BLANK_THREAD = Thread(seq=0)
BLANK_THREAD.opener = BLANK


@dataclass(frozen=True)
class Pages:
    """Where the page before and the page after begin; None where there is none."""

    before: int | None
    after: int | None

    @property
    def newest(self) -> bool:
        return self.after is None


def posts_of(
    found, before: int | None, after: int | None, around: int | None, size: int = POSTS
) -> tuple[list[Post], Pages]:
    """One page of `found` (a queryset of posts): the last, the one before or after a number, or the one around it."""
    found = found.with_people()
    if around is not None:
        earlier = found.page(size // 2, before=around)
        posts = earlier + found.page(size - len(earlier), after=around - 1)
    else:
        posts = found.page(size, before, after)
    if not posts:
        return [], Pages(None, None)
    first, last = posts[0].seq, posts[-1].seq
    older = fills_a_page(posts, size // 2) and found.filter(seq__lt=first).exists()
    newer = (before or after is not None or around) and found.filter(seq__gt=last).exists()
    return posts, Pages(first if older else None, last if newer else None)


def picked_of(room: Room, picked: Filter, before: int | None, size: int = POSTS) -> tuple[list[Post], Pages]:
    """One page of the posts that are asked for: the last, or those before a number. However few there are, it looks through
    no more than REACH posts."""
    upper = before or room.stream.head + 1
    lower = max(0, upper - REACH)
    posts = picked.of_posts(room.posts.filter(seq__gt=lower)).with_people().page(size, before=upper)
    earlier = posts[0].seq if fills_a_page(posts, size) else lower + 1
    return posts, Pages(earlier if earlier > 1 else None, upper - 1 if before else None)


def voices_of(room: Room) -> tuple[list[dict], list[dict]]:
    """How many people of each sector have posted here, with how many posts; and the sectors of the quadrilogue of which nobody
    has."""
    heard = room.heard
    voices = [
        {
            "sector": sector.value,
            "label": sector.label,
            "people": people,
            "posts": posts,
            "balanced": sector in QUADRILOGUE,
        }
        for sector in Sector
        for people, posts in [heard.get(sector, (0, 0))]
    ]
    return voices, [row for row in voices if row["balanced"] and not row["people"]]


def may_of(standing: Standing, thread: Thread | None = None) -> dict:
    """What this visitor may do, and if they may not speak, why, in a sentence."""
    may = {"speak": True, "why_not": "", "why_code": "", "moderate": policy.allows(policy.moderate, standing)}
    try:
        policy.speak(standing)
        if thread:
            policy.reply(standing, thread.opener)
    except Refusal as refusal:
        may |= {"speak": False, "why_not": refusal.message, "why_code": refusal.code}
    return may


def languages_of(standing: Standing) -> list[tuple[str, str]]:
    """The languages to offer for a post: the room's and the person's own first."""
    first = [*standing.room.languages, *(standing.person.languages if standing.person else ())]
    page = get_language() or settings.LANGUAGE_CODE
    return [(code, language_name(code, page)) for code in dict.fromkeys(first)]


def choices_of(room: Room, page: str) -> dict:
    """What the posts of a room can be picked out by: (value, word) for each kind."""
    return {
        "sectors": Sector.choices,
        "regions": [(code, region_name(code, page)) for code in REGIONS],
        "languages": [(code, language_name(code, page)) for code in (*room.languages, UNKNOWN)],
    }


def of_posts(standing: Standing, posts: list[Post], thread: Thread | None = None) -> dict:
    """What the posts of a page need beside themselves."""
    person = standing.person
    mine = Reaction.objects.filter(person=person, post__in=posts).values_list("post__seq", "kind") if person else ()
    return {
        "may": may_of(standing, thread),
        "reactions": [(kind, str(label)) for kind, label in Reaction.Kind.choices],
        "mine": dict(mine),
        "seen": milliseconds(timezone.now()),
    }


def unread_of(standing: Standing, posts: list[Post], pages: Pages, thread: Thread | None) -> dict:
    """Which post of this page is the first that somebody has not read; or, where that stands on an earlier page, which it is.
    `first_visit`: nobody knows that they have read anything here."""
    person, read = standing.person, standing.participant.read_seq if standing.participant else 0
    if not (person and read and posts):
        return {"first_unread": None, "earlier_unread": None, "first_visit": not read}
    earlier = None
    if pages.before and read < posts[0].seq - 1:
        found = (thread or standing.room).posts.filter(seq__gt=read, seq__lt=posts[0].seq)
        earlier = unread(found, person).order_by("seq").values_list("seq", flat=True).first()
    new = (post.seq for post in posts if post.seq > read and post.author_id != person.pk and post.state == "shown")
    return {"first_unread": None if earlier else next(new, None), "earlier_unread": earlier, "first_visit": False}


def unread(posts: PostQuerySet, person: User) -> PostQuerySet:
    """Those of `posts`, all of them after the last that this person has read, that are new to them."""
    return posts.filter(hidden_at=None, withdrawn_at=None).exclude(author=person)


def context_of(standing: Standing, posts: list[Post], pages: Pages, thread: Thread | None = None) -> dict:
    """The context of the room page and of the thread page."""
    room, person = standing.room, standing.person
    voices, not_heard = voices_of(room)
    wait = Pace([room], {person.pk}, timezone.now()).wait(room, person.pk) if person and room.slow else 0
    nest(posts)
    threads = [thread] if thread and not (thread.replies or thread.pinned) else []
    return {
        **of_posts(standing, posts, thread),
        "threads": with_openers(room, [*threads, *listed(room)], () if thread else posts),
        "room": room,
        "posts": posts,
        "page": pages,
        "changes_after": noted(room, posts),
        **unread_of(standing, posts, pages, thread),
        "standing": standing,
        "presence": present(room.stream_id),
        "voices": voices,
        "not_heard": not_heard,
        "mandates": standing.mandates,
        "language_options": languages_of(standing),
        "filter": Filter(),
        "choices": choices_of(room, get_language() or settings.LANGUAGE_CODE),
        "draft_key": uuid4(),
        "stream": room.stream,
        "wait": round(wait),
        "composer": {"text": "", "parent": None, "language": "", "error": "", "preview": "", "shown": room.shown()},
        "blank_post": BLANK,
        "blank_thread": BLANK_THREAD,
    }
