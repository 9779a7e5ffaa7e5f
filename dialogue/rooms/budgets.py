"""How often one may speak, and act on what was said."""

from django.conf import settings

from dialogue.limits.budgets import MINUTE, Budget, Counted, Kept, Spent, Who, budget
from dialogue.limits.doors import commands, forms, read_only, reads
from dialogue.live import budget as socket
from dialogue.live.refusals import TooFast
from dialogue.rooms import pace
from dialogue.rooms.models.post import EDITS, PAGE_LETTERS

VERB, RECORD = Counted.VERB, Kept.RECORD

# Counted from the posts themselves (pace.py), with slow mode, which is the room's.
POSTS = budget("posts", Who.PERSON, pace.PER_MINUTE, MINUTE, RECORD, VERB)
# A slip is mended at once, slow mode or not, but each edit goes to every open page, and each wording is kept.
EDIT = budget("edits", Who.PERSON, 6, MINUTE, counted=VERB)
EDITS_OF_A_POST = budget("edits of a post", Who.POST, EDITS, 0, RECORD, VERB)
# People whose account is younger than a day, together, in all processes: five hundred accounts made today cannot drown a room.
NEWCOMERS = budget("new people in a room", Who.ROOM, settings.NEWCOMERS_A_MINUTE, MINUTE, Kept.TABLE, VERB)
WITHDRAWALS = budget("withdrawals", Who.PERSON, 30, MINUTE, counted=VERB)
REACTIONS = budget("reactions", Who.PERSON, 60, MINUTE, counted=VERB)
PREVIEWS = budget("previews", Who.PERSON, 60, MINUTE)
READING = budget("how far somebody read", Who.PERSON, 120, MINUTE)
MODERATION = budget("moderation", Who.PERSON, 240, MINUTE)
# What is read costs the database more than a page does; guests of a network count together.
SEARCHES = budget("searches", Who.PERSON, 600, MINUTE)
# For programs, which ask as fast as they are answered; ten a second in each process. People in a hall read pages, and when one
# copies a link, the picture is fetched by whoever shows it.
FEEDS = budget("feeds, posts as data, and pictures", Who.PERSON, 600, MINUTE)
# The same for everybody, and kept by caches between: who asks is not looked up.
TABLES = budget("tables", Who.NETWORK, 600, MINUTE)
# However long the posts are: letters of one page of them (PostQuerySet.page).
PAGES = budget("letters of a page", Who.CONNECTION, 1, 0, RECORD, VERB, size=PAGE_LETTERS)
# Everything a socket sends, before it is looked at.
SOCKET = budget(
    "messages of a socket", Who.CONNECTION, socket.MESSAGES, socket.MESSAGES // socket.MESSAGES_PER_SECOND,
    counted=VERB, size=socket.BYTES,
)  # fmt: skip

commands("ack typing read", SOCKET)
commands("post", SOCKET, POSTS, NEWCOMERS)
commands("edit", SOCKET, EDIT, EDITS_OF_A_POST, NEWCOMERS)
commands("withdraw", SOCKET, WITHDRAWALS)
commands("react", SOCKET, REACTIONS)
forms("posts", POSTS, NEWCOMERS)
forms("revisions", EDIT, EDITS_OF_A_POST, NEWCOMERS)
forms("withdrawal", WITHDRAWALS)
forms("reaction", REACTIONS)
forms("preview", PREVIEWS)
forms("reading", READING)
forms(
    "hiding lock pin closure slowness mute suspension suspension-decision room-rewording "
    "theme-rewording rewording-decision memberships membership-decision",
    MODERATION,
)
read_only(
    "search theme world countries countries-csv countries-json country organisations organisation person room thread threads post acts "
    "suspensions rewordings edit reply words events live posts-json room-world room-picture post-picture feed"
)


reads("search", SEARCHES)
reads("countries-csv countries-json", TABLES)
reads("room thread", PAGES)
reads("feed posts-json", PAGES, FEEDS)
reads("room-picture post-picture", FEEDS)


def spend(budget: Budget, *spender: object) -> None:
    """Count one more; TooFast when it is not time yet."""
    try:
        budget.take(*spender)
    except Spent as spent:
        raise TooFast(spent.message, retry_after=spent.retry_after) from None
