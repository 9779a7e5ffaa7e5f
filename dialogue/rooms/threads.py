"""Threads as conversations: what they are called, which of them are listed, and how posts of a page stand to each other."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.text import Truncator

from dialogue.rooms.models import Post, Room, Thread
from dialogue.text.markdown import beginning

# Threads at the side of a room, and on a page of all of them.
LISTED = 20
PAGE = 50
# Letters of a title.
LENGTH = 100
ANSWER, DEEPER = "answer", "deeper"
ACTIVE, NEW, UNANSWERED, AGREED = SORTS = ("active", "new", "unanswered", "agreed")


def title_of(post: Post) -> str:
    """The first words of a post, by which a thread is called and a reply shows what it answers; "" where they are not shown."""
    return Truncator(beginning(post.html)).chars(LENGTH) if post.state == "shown" else ""


def conversations(room: Room) -> QuerySet[Thread]:
    """What has been answered, or pinned: a single post is no conversation yet."""
    return room.threads.filter(Q(replies__gt=0) | Q(pinned=True))


def listed(room: Room) -> QuerySet[Thread]:
    """The threads that stand at the side: pinned first, then those with the last word."""
    return conversations(room).order_by("-pinned", "-last_seq")[:LISTED]


def sorted_by(room: Room, sort: str) -> QuerySet[Thread]:
    """All threads of a room: those with the last word first, the newest, those nobody has answered, or those whose first post
    most people agree with."""
    if sort == UNANSWERED:
        return room.threads.filter(replies=0).order_by("-seq")
    if sort == NEW:
        return conversations(room).order_by("-seq")
    if sort == AGREED:
        opener = Post.objects.filter(thread=OuterRef("pk"), seq=OuterRef("seq"), hidden_at=None, withdrawn_at=None)
        agree = Subquery(opener.values(number=Cast(KT("counts__agree"), IntegerField())))
        return room.threads.annotate(agree=agree).filter(agree__gt=0).order_by("-agree", "-seq")
    return conversations(room).order_by("-last_seq")


def with_openers(room: Room, threads: Iterable[Thread], posts: Iterable[Post] = ()) -> list[Thread]:
    """Gives each of `threads` its `opener`, and of `posts` those that answer a reply a `thread_title`: what they answer does not
    tell which conversation it is. All in one query."""
    threads, deep = list(threads), [post for post in posts if post.parent and post.parent.seq != post.thread.seq]
    wanted = {thread.seq for thread in threads} | {post.thread.seq for post in deep}
    openers = {post.seq: post for post in room.posts.filter(seq__in=wanted).select_related("author")} if wanted else {}
    for thread in threads:
        thread.opener = openers[thread.seq]
    for post in deep:
        post.thread_title = title_of(openers[post.thread.seq])
    return threads


def with_sectors(threads: list[Thread]) -> list[Thread]:
    """Gives each its `sectors`: who takes part, in the order in which they first spoke."""
    spoke = Post.objects.filter(thread__in=threads, hidden_at=None, withdrawn_at=None).values("thread", "sector")
    sectors: dict[int, list[str]] = defaultdict(list)
    for number, sector in spoke.annotate(first=Min("seq")).order_by("first").values_list("thread", "sector"):
        sectors[number].append(sector)
    for thread in threads:
        thread.sectors = sectors[thread.pk]
    return threads


def nest(posts: list[Post]) -> None:
    """Says how each post is `nested`: "answer" where it follows what it answers, or other answers to that; "deeper" where it
    answers one of those, right above it; else ""."""
    head = above = None
    for post in posts:
        if head and post.parent_id == head.pk:
            post.nested = ANSWER
        elif above and post.parent_id == above.pk:
            post.nested = DEEPER
        else:
            head = post
        above = post
