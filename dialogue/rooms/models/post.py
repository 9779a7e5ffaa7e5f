from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from accounts.sectors import Sector
from dialogue.live.models import Event
from dialogue.live.record import writing
from dialogue.rooms.models.asked import Asked
from dialogue.rooms.models.room import Room
from dialogue.rooms.models.searched import Searched
from dialogue.rooms.models.thread import Thread
from dialogue.rooms.models.voice import Voice

# Long enough to mend a slip, short enough that nobody finds their agreement under other words.
EDIT_WINDOW = timedelta(minutes=15)
# Letters of HTML in one page of posts, however many posts that is: some 200 kB, so that nobody can make pages that weigh
# megabytes. Fifty posts of ordinary length have a tenth of it.
PAGE_LETTERS = 150_000
# Wordings after the first: who needs more has something else to say.
EDITS = 20


class PostQuerySet(models.QuerySet["Post"]):
    def with_people(self) -> "PostQuerySet":
        return self.select_related("author", "thread", "parent__author")

    def shown_in(self, rooms) -> "PostQuerySet":
        """What may be read of somebody who comes from elsewhere, by a search: in these rooms, and neither taken out of
        sight nor said by somebody who is suspended or gone."""
        at_large = Q(author__suspended_until=None) | Q(author__suspended_until__lte=timezone.now())
        return self.filter(at_large, room__in=rooms, hidden_at=None, withdrawn_at=None, author__is_active=True)

    def page(self, limit: int, before: int | None = None, after: int | None = None) -> list["Post"]:
        """Up to `limit` posts in order: the last ones, those before a number, or those after one. Fewer where
        their words are PAGE_LETTERS or more."""
        if after is not None:
            return within(PAGE_LETTERS, self.filter(seq__gt=after).order_by("seq")[:limit])
        found = self if before is None else self.filter(seq__lt=before)
        return within(PAGE_LETTERS, found.order_by("-seq")[:limit])[::-1]


def within(letters: int, posts: Iterable["Post"]) -> list["Post"]:
    """The first of `posts`, up to the one with which their HTML has this many letters together."""
    kept: list[Post] = []
    for post in posts:
        kept.append(post)
        letters -= len(post.html)
        if letters <= 0:
            break
    return kept


def fills_a_page(posts: list["Post"], limit: int) -> bool:
    """Whether a page of at most `limit` posts ends with these although there may be more."""
    return len(posts) >= limit or sum(len(post.html) for post in posts) >= PAGE_LETTERS


class Post(models.Model):
    """What somebody said, and in what capacity: that is frozen here, and stays when a mandate ends."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="posts")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    # The number of the event that said it: unique in the room, and what people see and link to.
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=12)

    sector = models.CharField(max_length=16, choices=Sector.choices)
    region = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, blank=True)
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True)
    organisation = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=160, blank=True)

    edited_at = models.DateTimeField(null=True)
    # The number of the last edit; 0 while it stands as it was said.
    edited_seq = models.BigIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)

    # {kind: how many}; changed with the reactions, in their transaction. `tally` says when, see Stream.tally.
    counts = models.JSONField(default=dict)
    tally = models.BigIntegerField(default=0)

    # Changes of the title or the question after which it was said, where a page has looked (rewording.noted).
    changes_before: list[str]
    # How it stands to the posts around it, where a page has looked (threads.nest, threads.with_openers).
    nested = ""
    thread_title = ""

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="one_post_per_number")]
        indexes = [
            models.Index(fields=["room", "tally"], name="posts_by_tally"),
            models.Index(fields=["thread", "seq"], name="posts_of_a_thread"),
            models.Index(fields=["author", "-at"], name="posts_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"post {self.seq}"

    @property
    def state(self) -> str:
        """ "hidden" (by a moderator), "withdrawn" (by its author) or "shown"."""
        return "hidden" if self.hidden_at else "withdrawn" if self.withdrawn_at else "shown"

    @property
    def wording(self) -> int:
        """The number of the event that said the words that stand."""
        return self.edited_seq or self.seq

    @property
    def parent_changed(self) -> bool:
        """Whether what it answers was changed after it was said."""
        return bool(self.parent and self.seq < self.parent.edited_seq)

    @property
    def official(self) -> bool:
        """Whether it was said under a mandate."""
        return bool(self.organisation)

    @property
    def asked(self) -> "Room | Asked":
        """What has the title and the question that it was said under."""
        return self.room.asked_at(self.seq)

    @property
    def asked_otherwise(self) -> str:
        """The question, or where there was none the title, that it was said under; "" where the page has the same."""
        asked, now = self.asked, self.room
        same = (asked.title, asked.question) == (now.title, now.question)
        return "" if same else asked.question or asked.title

    @property
    def beside(self) -> str:
        """What marks its author, in words of the page; "" for most."""
        return self.author.mark_beside()[1]

    def editable_until(self):
        return self.at + EDIT_WINDOW

    def content(self) -> str:
        """What the record keeps a salted hash of: the words, and what they answer."""
        return content_of(self.text, self.parent.seq if self.parent else None)

    def hide(self, by) -> None:
        """Take the words out of sight; a tombstone stays, staff can still read them."""
        self._moderate("post.hidden", by, timezone.now())

    def restore(self, by) -> None:
        """Show hidden words again; those of a body only while their mandate vouches for them."""
        with transaction.atomic():
            self._moderate("post.restored", by, None)

    def _moderate(self, kind: str, by, hidden_at) -> None:
        # Imported here: the rules look at posts.
        from dialogue.rooms import policy

        stream_id = self.room.stream_id
        with writing([stream_id]) as record:
            if hidden_at is None:
                policy.restore(self, by)
            others = Post.objects.filter(pk=self.pk, hidden_at__isnull=hidden_at is not None)
            if others.update(hidden_at=hidden_at):
                event = record.append(stream_id, kind, {"post": self.seq}, actor=by)
                # Withdrawn, it is out of sight either way.
                moved = Post.objects.filter(pk=self.pk, withdrawn_at=None).count()
                told = self.count_for_its_author(-moved if hidden_at else moved)
                if hidden_at:
                    # At hand, it is heard before the words are: no page waits for a reading to take them out of sight.
                    record.show(event, told)
        self.refresh_from_db(fields=["hidden_at"])

    def count_for_its_author(self, number: int) -> dict:
        """It came into sight (1), went out of it (-1) or neither (0); the stream of the room is locked. What the event shows
        of a post that is out of sight."""
        room = Voice.objects.change(self.room_id, {(self.author_id, self.sector): number})
        return {"post": self.seq, "voices": room.heard}

    def erase(self) -> None:
        """Remove the words, what finds them, every former wording and the salts that could prove them; the numbers stay."""
        Event.objects.filter(stream=self.room.stream_id, seq__in={self.seq, self.wording}).update(salt="")
        self.forget_wordings()
        Searched.objects.filter(room=self.room_id, seq=self.seq).delete()
        self.text = self.html = ""

    def forget_wordings(self) -> None:
        """Remove every former wording, and the salts that could prove them; those of the words that stand stay."""
        former = set(self.revisions.values_list("seq", flat=True))
        Event.objects.filter(stream=self.room.stream_id, seq__in=former).update(salt="")
        self.revisions.all().delete()


class Revision(models.Model):
    """A former wording of a post; `seq` is the number of the event that said it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=12)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"wording {self.seq} of {self.post}"


def content_of(text: str, parent_seq: int | None) -> str:
    return f"{parent_seq or ''}\n{text}"
