"""The same room for programs and for lines that let no socket through: events by number, posts as JSON, a feed."""

import msgspec
from django.contrib.syndication.views import Feed as Syndication
from django.http import JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.addresses import everywhere
from dialogue.live import sse
from dialogue.live.entrance import Ask
from dialogue.live.polling import poll
from dialogue.rooms import policy
from dialogue.rooms.doors import door, post_in, ruled
from dialogue.rooms.entrance import admit, room_for
from dialogue.rooms.events import fact_of
from dialogue.rooms.models import Post
from dialogue.rooms.page import posts_of
from dialogue.rooms.rewording import asked_note
from dialogue.rooms.views.pages import position_of
from dialogue.text.markdown import beginning
from dialogue.text.words import quotation


@door("GET", rule=policy.read)
def events(request, standing):
    answer = poll(
        standing.room.stream_id,
        request.GET.get("epoch"),
        position_of(request, "after") or 0,
        position_of(request, "tally"),
        standing.person.pk if standing.person else None,
    )
    return JsonResponse(answer)


@ruled(policy.read)
async def live(request, slug):
    """Server-sent events; the visitor is looked up in the engine's own threads, like a socket's."""
    return await sse.answer(request, admit, Ask(request.session.session_key or "", slug))


@door("GET", rule=policy.read)
def posts_json(request, standing):
    """A page of posts, with the addresses of the pages before and after."""
    posts, pages = posts_of(standing.room.posts, position_of(request, "before"), position_of(request, "after"), None)
    here = reverse("posts-json", args=[standing.room.slug])
    return JsonResponse(
        {
            "room": standing.room.slug,
            "epoch": standing.room.stream.epoch,
            "head": standing.room.stream.head,
            "posts": [{"at": post.at, **msgspec.to_builtins(fact_of(post))} for post in posts],
            "before": f"{here}?before={pages.before}" if pages.before else None,
            "after": f"{here}?after={pages.after}" if pages.after else None,
        }
    )


@door("GET", rule=policy.read)
def words(request, standing, seq):
    """The words of one post as they may be shown now, for those too long to travel in a frame."""
    post = post_in(standing, seq)
    shown = post.state == "shown"
    facts = {
        "post": post.seq,
        "wording": post.wording,
        "state": post.state,
        "html": post.html if shown else None,
        "language": post.language,
        "edited": post.edited_seq > 0,
    }
    if shown and request.GET.get("quote") == "1":
        facts["quotation"] = quotation(post.text)
    if shown and standing.person and post.author_id == standing.person.pk:
        facts["text"] = post.text
    return JsonResponse(facts)


def speaker(post: Post) -> str:
    """Who says it, and in brackets, which no name has, for whom: a feed has no place of its own for that."""
    _kind, mark = post.author.mark_beside()
    capacity = [post.title, str(post.organisation)] if post.official else [mark]
    beside = ", ".join(filter(None, capacity))
    return f"{post.author.shown_name} ({beside})" if beside else post.author.shown_name


class RoomFeed(Syndication):
    """The last posts of a room that may be shown, as Atom."""

    feed_type = Atom1Feed

    def get_object(self, request, slug):
        return room_for(request.user, slug)

    def title(self, room):
        return room.title

    def subtitle(self, room):
        return room.question

    def link(self, room):
        return reverse("room", args=[room.slug])

    def items(self, room):
        return room.posts.filter(hidden_at=None, withdrawn_at=None).with_people().page(50)[::-1]

    def item_title(self, post):
        return _("%(name)s: %(words)s") % {"name": speaker(post), "words": beginning(post.html)[:80]}

    def item_description(self, post):
        """With the question it was said under, where the feed has another at its head by now."""
        noted = asked_note(post)
        return format_html("<p>{}</p>", noted) + post.html if noted else post.html

    def item_link(self, post):
        return reverse("post", args=[post.room.slug, post.seq])

    def item_guid(self, post):
        """The same in every language of the pages, as the post is."""
        return get_tag_uri(everywhere(self.item_link(post)), post.at)

    def item_author_name(self, post):
        return speaker(post)

    def item_pubdate(self, post):
        return post.at

    def item_updateddate(self, post):
        return post.edited_at or post.at


feed = ruled(policy.read)(RoomFeed())
