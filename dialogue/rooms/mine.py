"""The rooms that somebody takes part in, with what is new to them there."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from dialogue.rooms.models import Participant, Post, Room

# Rooms that are listed, those with most that is new first.
LISTED = 6


def rooms_of(person: User) -> list[Room]:
    """Those that `person` has read in, each with its `unread`: posts of others after the last one that they have read, without
    those that are not shown."""
    read = Participant.objects.filter(room=OuterRef("pk"), person=person, read_seq__gt=0)
    since = Post.objects.filter(room=OuterRef("pk"), seq__gt=OuterRef("read_seq"), hidden_at=None, withdrawn_at=None)
    number = since.exclude(author=person).order_by().values("room").annotate(number=Count("pk")).values("number")
    rooms = Room.objects.open_to(person).annotate(read_seq=Subquery(read.values("read_seq"))).exclude(read_seq=None)
    return list(rooms.annotate(unread=Coalesce(Subquery(number), 0)).order_by("-unread", "pk")[:LISTED])
