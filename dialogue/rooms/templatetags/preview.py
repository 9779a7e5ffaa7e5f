"""What other sites show when somebody shares the address of a page of a room."""

from django import template
from django.urls import reverse

from dialogue.rooms.models import Room
from dialogue.text.markdown import beginning

register = template.Library()


@register.inclusion_tag("_preview.html", takes_context=True)
def room_preview(context) -> dict:
    """Of the post the address leads to, if it leads to one that is shown, else of the room; of a members' room nothing."""
    room, request = context["room"], context["request"]
    if room.visibility != Room.Visibility.PUBLIC:
        return {}
    seq = context.get("highlight") or (context["thread"].seq if context.get("thread") else None)
    shown = (post for post in [*context["posts"], context.get("opener")] if post and post.seq == seq)
    post = next((post for post in shown if post.state == "shown"), None)
    if post:
        address, drawn = reverse("post", args=[room.slug, seq]), reverse("post-picture", args=[room.slug, seq])
        # Another address after an edit: whoever has kept the picture of the former words asks again.
        drawn += f"?wording={post.edited_seq}" if post.edited_seq else ""
        words = beginning(post.html)
    else:
        address, drawn = reverse("room", args=[room.slug]), reverse("room-picture", args=[room.slug])
        words = room.question
    return {
        "room": room,
        "post": post,
        "words": words,
        "language": context.get("language"),
        "address": request.build_absolute_uri(address),
        "picture": request.build_absolute_uri(drawn),
    }
