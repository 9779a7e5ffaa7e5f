from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.bodies.finding import sorted_out
from accounts.models.powers import Rank
from accounts.models.suspension import by_two_until, rank_over, speaks_for_a_body
from dialogue.live.here import present
from dialogue.live.refusals import NotFound
from dialogue.rooms import policy
from dialogue.rooms.doors import door, post_in, thread_in
from dialogue.rooms.filters import Filter
from dialogue.rooms.known import known_to
from dialogue.rooms.models import Post, Room, Theme
from dialogue.rooms.models.post import PAGE_LETTERS, within
from dialogue.rooms.page import (
    FEWER,
    POSTS,
    Pages,
    context_of,
    of_posts,
    picked_of,
    posts_of,
    unread_of,
)
from dialogue.rooms.so_far import said_so_far
from dialogue.text.words import quotation


@require_safe
def theme(request, slug):
    theme = get_object_or_404(Theme, slug=slug)
    rooms = [
        {
            "room": room,
            "presence": present(room.stream_id),
            "posts_count": room.posts_count,
            "latest": latest_of(room, 1),
        }
        for room in Room.objects.open_to(request.user).filter(theme=theme)
    ]
    return render(request, "rooms/theme.html", {"theme": theme, "rooms": rooms})


def latest_of(room: Room, number: int) -> list[Post]:
    shown = room.posts.filter(hidden_at=None, withdrawn_at=None).with_people()
    return shown.page(number)


@door("GET", rule=policy.read)
def room(request, standing):
    # Before the posts are read: a change in between is refused, and never taken for read.
    target = reply_target(request, standing)
    before, after, around = (position_of(request, name) for name in ("before", "after", "around"))
    picked = Filter.of(request.GET)
    if picked and after is None and around is None:
        posts, pages = picked_of(standing.room, picked, before, size_for(request))
    else:
        picked = Filter()
        posts, pages = posts_of(standing.room.posts, before, after, around, size_for(request))
        if pages.newest and not request.GET:
            posts, pages = from_the_first_unread(standing, posts, pages, size_for(request))
    context = context_of(standing, posts, pages)
    context |= {"highlight": around, "filter": picked}
    if context["first_visit"] and pages.newest and not picked and not request.low_data:
        context["so_far"] = said_so_far(standing.room, posts)
    context["composer"] |= target
    return render(request, "rooms/room.html", context)


def from_the_first_unread(standing, posts: list[Post], pages: Pages, size: int) -> tuple[list[Post], Pages]:
    """The newest page; or, where the first post that is new to somebody stands before it, the page around that."""
    first = unread_of(standing, posts, pages, None)["earlier_unread"]
    return posts_of(standing.room.posts, None, None, first, size) if first else (posts, pages)


@door("GET", rule=policy.read)
def thread(request, standing, seq):
    thread = thread_in(standing, seq)
    thread.opener = post_in(standing, seq)
    target = reply_target(request, standing) or {"parent": thread.opener}
    posts, pages = posts_of(
        standing.room.posts.filter(thread=thread),
        *[position_of(request, name) for name in ("before", "after", "around")],
        size_for(request),
    )
    context = context_of(standing, posts, pages, thread)
    context |= {"thread": thread, "opener": thread.opener}
    context["highlight"] = position_of(request, "around")
    context["composer"] |= target
    return render(request, "rooms/thread.html", context)


def position_of(request, name: str) -> int | None:
    """A number from the address; an odd one is no place in the room."""
    text = request.GET.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise NotFound
    return int(text)


def size_for(request) -> int:
    return FEWER if request.low_data else POSTS


def reply_target(request, standing) -> dict:
    seq = position_of(request, "reply")
    if seq is None:
        return {}
    parent = post_in(standing, seq)
    quoted = request.GET.get("quote") == "1" and parent.state == "shown"
    return {"parent": parent, "text": quotation(parent.text) if quoted else ""}


@door("GET", rule=policy.read)
def post(request, standing, seq):
    """The lasting address of a post: its place in the room."""
    post_in(standing, seq)
    return redirect(f"{reverse('room', args=[standing.room.slug])}?around={seq}#post-{seq}")


@door("GET", rule=policy.read)
def acts(request, standing, seq):
    """All one can do with a post; where scripts run, a menu in the post shows it."""
    post = post_in(standing, seq)
    return render(request, "rooms/acts.html", {**of_posts(standing, [post]), "room": standing.room, "post": post})


@require_safe
def person(request, handle):
    person = get_object_or_404(known_to(request.user), handle=handle)
    moderates = request.user.is_authenticated and request.user.moderator
    listed = person.show_posts or person == request.user or moderates
    said = (
        Post.objects.filter(
            author=person, room__in=Room.objects.open_to(request.user), hidden_at=None, withdrawn_at=None
        )
        if listed
        else Post.objects.none()
    )
    present, past = sorted_out(person.mandates.select_related("organisation"))
    context = {
        "person": person,
        "beside": person.mark_beside()[1],
        "posts": within(
            PAGE_LETTERS, said.select_related("author", "room", "thread", "parent__author").order_by("-at")[:POSTS]
        ),
        "present": present,
        "past": past,
        "listed": listed,
        "may": {"moderate": moderates},
    }
    if context["may"]["moderate"]:
        context["earlier_names"] = person.earlier_names.all()
        context["takes_two"] = rank_over(person) > Rank.PERSON
        context["for_a_body"] = speaks_for_a_body(person).exists()
        context["by_two"] = by_two_until(person)
    return render(request, "rooms/person.html", context)
