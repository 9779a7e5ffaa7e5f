"""What the rooms hold about a person, and how it is erased: by the policy of each room, in batches, told to whoever is there."""

from collections import Counter

from django.core.cache import caches
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import holdings, item_names
from accounts.models import User
from dialogue.live.models import Event
from dialogue.live.record import Record, writing
from dialogue.rooms.models import Participant, Post, Reaction, Room, Searched, TakenBack, Voice
from dialogue.rooms.models.choice import moment
from dialogue.rooms.search.index import sweep

# Posts in one transaction: the others in the room wait for no more than these.
BATCH = 100


def posts(person: User) -> list:
    said = person.posts.order_by("pk").prefetch_related("revisions").select_related("room")
    return [
        {
            "room": post.room.slug, "number": post.seq, "at": post.at, "state": post.state, "text": post.text,
            "language": post.language, "organisation": post.organisation, "title": post.title, "country": post.country,
            "former wordings": [revision.text for revision in post.revisions.all()],
        }
        for post in said.iterator(chunk_size=500)
    ]  # fmt: skip


def reactions(person: User) -> list:
    """Those that stand, and those taken back, without a kind."""
    facts = ("post__room__slug", "post__seq", "pressed")
    stand = person.reactions.order_by("pk").values(*facts, "kind")
    taken_back = TakenBack.objects.filter(person=person).order_by("pk").values(*facts)
    return [fact | {"at": moment(fact.pop("pressed"))} for fact in (*stand, *taken_back)]


def places(person: User) -> list:
    decided = person.memberships.filter(begun_at__isnull=False).order_by("pk")
    return [
        *person.participations.order_by("pk").values("room__slug", "member", "read_seq", "muted_until"),
        *decided.values("room__slug", "begun_at", "joins", "reason"),
        *person.voices.order_by("pk").values("room__slug", "sector", "posts"),
    ]


def erase_posts(person: User) -> None:
    for room in Room.objects.filter(posts__author=person).distinct():
        for some in batches(person.posts.filter(room=room)):
            with writing([room.stream_id]) as record:
                found = (
                    Post.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=some).select_related("room")
                )
                gone: Counter[tuple[int, str]] = Counter()
                for post in found.order_by("seq"):
                    was_shown = post.state == "shown"
                    leave_behind(post, record)
                    if was_shown and post.state != "shown":
                        gone[person.pk, post.sector] -= 1
                Voice.objects.change(room.pk, gone)
    sweep()
    # Pictures of posts have the name in them; each is drawn again when somebody asks for it.
    caches["pictures"].clear()


def leave_behind(post: Post, record: Record) -> None:
    """What stays of a post whose author left. No name does; the words do in rooms that are kept, unless they were hidden."""
    stream_id = post.room.stream_id
    keeps = post.room.record == Room.RecordPolicy.KEPT and post.state == "shown"
    if not keeps:
        post.erase()
        if post.withdrawn_at is None:
            post.withdrawn_at = record.at
            record.append(stream_id, "post.withdrawn", {"post": post.seq}, actor=post.author_id)
    if not (keeps and post.official):
        post.country = post.region = post.organisation = post.title = ""
        post.mandate = None
    post.forget_wordings()
    Searched.objects.filter(room=post.room_id, seq=post.seq).delete()
    post.save()
    record.append(stream_id, "post.unnamed", {"post": post.seq}, actor=post.author_id)


def erase_reactions(person: User) -> None:
    for room in Room.objects.filter(posts__reactions__person=person).distinct():
        for some in batches(Post.objects.filter(room=room, reactions__person=person)):
            Reaction.objects.forget(person.pk, room.stream_id, some)
    TakenBack.objects.filter(person=person).delete()


def erase_places(person: User) -> None:
    """With the places goes what could show that they were silenced in one: the record says to whom it happened by a salted hash."""
    rooms = Room.objects.filter(Q(posts__author=person) | Q(participants__person=person)).order_by()
    silenced = Event.objects.filter(stream__in=rooms.values("stream"), kind__startswith="person.").exclude(salt="")
    for event in silenced.iterator():
        if event.is_of(event.kind, person.handle):
            Event.objects.filter(pk=event.pk).update(salt="")
    Participant.objects.filter(person=person).delete()
    person.memberships.all().delete()


def batches(found) -> list[list[int]]:
    numbers = list(found.order_by("pk").values_list("pk", flat=True))
    return [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]


NAMES = {
    "room": _("room"), "room__slug": _("room"), "post__room__slug": _("room"), "number": _("number of the post"),
    "post__seq": _("number of the post"), "state": _("state"), "text": _("text"), "language": _("language"),
    "former wordings": _("earlier versions"), "member": _("member"), "joins": _("member since"), "read_seq": _("read up to post"),
    "muted_until": _("muted until"), "posts": _("posts"),
}  # fmt: skip


def register() -> None:
    item_names.call(NAMES, {"language": item_names.language})
    holdings.register("posts", _("Your posts, and how they were edited"), posts, erase_posts)
    holdings.register("reactions", _("Your reactions"), reactions, erase_reactions)
    holdings.register("rooms", _("How far you have read, and where you are a member or muted"), places, erase_places)
