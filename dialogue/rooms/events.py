"""What visibly happens in a room: every kind of event, with its data as it travels. docs/protocol.md describes them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import msgspec
from django.db.models import Q

from dialogue.live.frames import WORDS_LIMIT
from dialogue.live.kinds import kind, tallied
from dialogue.live.models import Event
from dialogue.live.own import Choices, chosen
from dialogue.rooms.models import Post, Reaction, Room, TakenBack
from dialogue.rooms.speaker import speaker_of

# {sector: (people, posts)}, as the room counts them when the frame is built: whoever shows the last frame shows what is so.
Voices = dict[str, tuple[int, int]]


class Fact(msgspec.Struct, kw_only=True):
    """The data of one event."""


class Words(Fact):
    """Post `post` as it may be shown now. `html` is null when it is not shown, or (`long`) too long for a frame.
    `language` is "und" where nobody knows it; `wording` the number of the event that said these words."""

    post: int
    wording: int
    state: str
    html: str | None
    long: bool
    language: str
    edited: bool


def _words(post: Post) -> dict:
    shown = post.state == "shown"
    long = shown and len(post.html.encode()) > WORDS_LIMIT
    return {
        "post": post.seq,
        "wording": post.wording,
        "state": post.state,
        "html": post.html if shown and not long else None,
        "long": long,
        "language": post.language,
        "edited": post.edited_seq > 0 and shown,
    }


def fill_words(stream_id: int, events: Sequence[Event]) -> dict[int, Fact]:
    """Edits and restorations carry the words as they stand now, not as they stood then."""
    wanted = {event.data["post"] for event in events}
    posts = {post.seq: post for post in Post.objects.filter(room__stream=stream_id, seq__in=wanted)}
    return {event.seq: Words(**_words(posts[event.data["post"]])) for event in events}


def voices_of(stream_id: int) -> Voices:
    return Room.objects.only("people", "voices").get(stream=stream_id).heard


def fill_restored(stream_id: int, events: Sequence[Event]) -> dict[int, Fact]:
    voices, words = voices_of(stream_id), fill_words(stream_id, events)
    return {seq: PostRestored(**msgspec.structs.asdict(each), voices=voices) for seq, each in words.items()}


def fill_gone(stream_id: int, events: Sequence[Event]) -> dict[int, Fact]:
    voices = voices_of(stream_id)
    return {event.seq: Gone(post=event.data["post"], voices=voices) for event in events}


def fill_said(stream_id: int, events: Sequence[Event]) -> dict[int, Fact]:
    wanted = [event.seq for event in events]
    posts = Post.objects.filter(room__stream=stream_id, seq__in=wanted).select_related("author", "thread", "parent")
    said = {post.seq: post for post in posts}
    voices = voices_of(stream_id)
    return {seq: fact_of(post, voices) for seq, post in said.items()}


def fact_of(post: Post, voices: Voices | None = None) -> "PostSaid":
    """A post as everyone may see it now; with the voices of its room, where it is an event."""
    opened = post.thread.seq == post.seq
    parent = post.parent.seq if post.parent else None
    return PostSaid(
        thread=None if opened else post.thread.seq, parent=parent, parent_changed=post.parent_changed,
        voices=voices or {}, **_words(post), **_capacity(post),
    )  # fmt: skip


def _capacity(post: Post) -> dict:
    return {
        "author": post.author.handle,
        "name": post.author.name,
        "sector": post.sector,
        "region": post.region,
        "country": post.country,
        "mandate": post.mandate_id,
        "organisation": post.organisation,
        "title": post.title,
        "origin": post.author.mark_beside()[0],
        "source": post.author.source,
    }


@kind("post.said", fill=fill_said, speaker=speaker_of)
class PostSaid(Words, omit_defaults=True):
    """Somebody said something: opened a thread (`thread` null) or answered `parent` in `thread`. `post` is its own number;
    `parent_changed` says that `parent` has had other words since."""

    thread: int | None
    parent: int | None
    parent_changed: bool
    author: str
    name: str
    sector: str
    region: str
    country: str
    mandate: int | None
    organisation: str
    title: str
    origin: str
    source: str
    voices: Voices = {}


@kind("post.edited", fill=fill_words, recalls=True)
class PostEdited(Words):
    """Its author changed the words of `post`."""


@kind("post.restored", fill=fill_restored, recalls=True)
class PostRestored(Words):
    """A moderator shows `post` again."""

    voices: Voices


class Gone(Fact):
    """Post `post` is out of sight."""

    post: int
    voices: Voices


@kind("post.withdrawn", fill=fill_gone, recalls=True)
class PostWithdrawn(Gone):
    """Its author took `post` back; the words are erased."""


@kind("post.unnamed", fill=fill_words, recalls=True)
class PostUnnamed(Words):
    """The author of `post` has left the forum: no name stands beside it any more."""


@kind("post.hidden", fill=fill_gone, recalls=True)
class PostHidden(Gone):
    """A moderator hid `post`."""


class OfThread(Fact):
    thread: int


@kind("thread.locked", rights=True)
class ThreadLocked(OfThread):
    """No more replies in `thread`."""


@kind("thread.unlocked", rights=True)
class ThreadUnlocked(OfThread):
    """Replies in `thread` are possible again."""


@kind("thread.pinned")
class ThreadPinned(OfThread):
    """`thread` stands at the top."""


@kind("thread.unpinned")
class ThreadUnpinned(OfThread):
    """`thread` stands where its last word puts it."""


def fill_nobody(stream_id: int, events: Sequence[Event]) -> dict[int, Fact]:
    """Whom a moderator silenced is told to that person alone; also where an older event still has it."""
    return {event.seq: Fact() for event in events}


@kind("person.muted", fill=fill_nobody, rights=True)
class PersonMuted(Fact):
    """A moderator muted somebody in this room for a while."""


@kind("person.unmuted", fill=fill_nobody, rights=True)
class PersonUnmuted(Fact):
    """Somebody who was muted may speak in this room again."""


@kind("person.suspended", fill=fill_nobody, rights=True)
class PersonSuspended(Fact):
    """Somebody who spoke here may not take part anywhere for a while."""


@kind("person.reinstated", fill=fill_nobody, rights=True)
class PersonReinstated(Fact):
    """Somebody who was suspended may take part again."""


@kind("room.closed", rights=True)
class RoomClosed(Fact):
    """The debate in this room has ended; everything stays readable."""


@kind("room.opened", rights=True)
class RoomOpened(Fact):
    """The debate in this room goes on."""


@kind("room.slowed")
class RoomSlowed(Fact):
    """A pause of `seconds` between two posts of one person, growing with their share; 0 for none."""

    seconds: int


class Worded(Fact):
    """{language: words} of a room's title, of its question and of the title of its theme."""

    titles: dict[str, str]
    questions: dict[str, str]
    themes: dict[str, str]


def fill_reworded(stream_id: int, events: Sequence[Event]) -> dict[int, Fact]:
    room = Room.objects.select_related("theme").get(stream=stream_id)
    changes, now = room.changes(), room.asked()
    before = {change.seq: Worded(**change.before.told()) for change in changes}
    after = {event: next((each.before for each in changes if event.seq < each.seq), now) for event in events}
    return {
        event.seq: RoomReworded(
            **asked.told(),
            before=before.get(event.seq),
            was=event.data.get("was", ""),
            shown=event.data.get("shown", ""),
        )
        for event, asked in after.items()
    }


@kind("room.reworded", fill=fill_reworded)
class RoomReworded(Worded):
    """The title or the question changed, or the title of the theme. What has a smaller number was said under `before`;
    null where nothing was. Who showed `was` (what commands call `shown`) shows `shown` from here on; whoever showed anything
    else has missed more than this. Both are "" in events of before they were kept."""

    before: Worded | None
    was: str
    shown: str


@tallied
def counts(stream_id: int, after: int, limit: int | None) -> list[dict]:
    """The counts of posts that changed after a tally number: {"post", "tally", "counts"}."""
    room = Room.objects.filter(stream=stream_id).values_list("pk", flat=True).first()
    changed = Post.objects.filter(room=room, tally__gt=after).order_by("tally").values_list("seq", "tally", "counts")
    rows = list(changed[:limit])
    if len(rows) == limit:
        # All that changed with the last of them: what has a number is told whole.
        rows = list(changed.filter(tally__lte=rows[-1][1]))
    return [{"post": seq, "tally": tally, "counts": counts} for seq, tally, counts in rows]


# So many are picked out by the database; of more, everybody's choices are read and looked through.
FEW = 500


@chosen
def choices(stream_id: int, after: int, people: Collection[int]) -> Choices:
    """Their own reactions that changed after a tally number: {"post", "kind"}, null for none."""
    since = Q(post__room__stream=stream_id, post__tally__gt=after, tally__gt=after)
    if len(people) <= FEW:
        since &= Q(person__in=people)
    taken_back = TakenBack.objects.filter(since).values_list("tally", "person", "post__seq")
    chose = Reaction.objects.filter(since).values_list("tally", "person", "post__seq", "kind")
    rows: list[tuple[int, int, int, str | None]] = [*((*row, None) for row in taken_back), *chose]
    # In their order: of a reaction and the taking back of one before it, the later stands.
    stand = {(person, post): last for _tally, person, post, last in sorted(rows, key=lambda row: row[0])}
    told: Choices = defaultdict(list)
    for (person, post), last in stand.items():
        if person in people:
            told[person].append({"post": post, "kind": last})
    return told
