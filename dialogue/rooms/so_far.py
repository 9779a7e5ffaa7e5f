"""What has been said so far, for whoever comes for the first time: the latest words of each sector."""

from django.db.models import Max

from dialogue.rooms.models import Post, Room

# Numbers of the room that are looked through for sectors that are silent on the newest page.
REACH = 2000


def said_so_far(room: Room, newest: list[Post]) -> list[Post]:
    """The latest post of every sector, newest first; `newest` are the posts of the newest page."""
    latest = {post.sector: post for post in newest if post.state == "shown"}
    if missing := set(room.voices) - set(latest):
        found = room.posts.filter(
            seq__gt=room.stream.head - REACH, sector__in=missing, hidden_at=None, withdrawn_at=None
        )
        numbers = found.order_by().values("sector").annotate(last=Max("seq")).values_list("last", flat=True)
        earlier = list(numbers)
        if earlier:
            latest |= {post.sector: post for post in room.posts.filter(seq__in=earlier).select_related("author")}
    return sorted(latest.values(), key=lambda post: -post.seq)
