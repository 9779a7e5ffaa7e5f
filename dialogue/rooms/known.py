"""What strangers may know of a person. Every page, search, figure and file that names people asks here.

Having an account is nobody's business: somebody is known from their first words in a room on, or their first mandate, or by their
own choice (`User.findable`). What is known of them then is what `User` says for showing: `shown_name`, `shown_country`.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Mandate, User
from dialogue.rooms.models import Post, Room


def known_to(viewer: User | AnonymousUser) -> QuerySet[User]:
    """The people of whom `viewer` may know that they are here, by the rooms this viewer may read.

    A number that stands in a room with a tombstone still has its author's name beside it. Officers and stewards also know who
    asks them for a mandate, and moderators everybody: they have to look after people who only react.
    """
    people = User.objects.filter(is_active=True).exclude(name="")
    if viewer.is_authenticated and viewer.moderator:
        return people
    mandates = Mandate.objects.filter(person=OuterRef("pk")).order_by()
    words = Post.objects.filter(author=OuterRef("pk"), room__in=Room.objects.open_to(viewer).order_by().values("pk"))
    known = Q(findable=True, last_login__isnull=False) | Q(Exists(mandates.of_public_record())) | Q(Exists(words))
    if viewer.is_authenticated:
        known |= Q(pk=viewer.pk)
        known |= Q(Exists(mandates if viewer.officer else mandates.filter(organisation__in=_stewarded(viewer))))
    return people.filter(known)


def _stewarded(viewer: User) -> QuerySet:
    return Mandate.objects.active().filter(person=viewer, steward=True).order_by().values("organisation")
