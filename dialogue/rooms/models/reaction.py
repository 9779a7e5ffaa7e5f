from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.live.record import writing
from dialogue.live.refusals import Conflict, Invalid, NotFound, Refusal
from dialogue.rooms import budgets, policy
from dialogue.rooms.action import Action
from dialogue.rooms.models.choice import Choice, TakenBack, choices, milliseconds
from dialogue.rooms.models.post import Post
from dialogue.rooms.standing import Standing


@dataclass(slots=True)
class Wish(Action):
    """The reaction somebody wants to have on a post: one of the kinds, or None for none. Asking twice changes nothing.

    `pressed` is when they chose it; `seen`, where no script can say that, when the page was made that they chose it on; both in
    milliseconds, None where nobody knows. Of two choices the later one stands, in whatever order they arrive.
    """

    post: int
    kind: str | None
    pressed: int | None = None
    seen: int | None = None

    def prepare(self) -> None:
        if self.kind is not None and self.kind not in Reaction.Kind.values:
            raise Invalid(_("This reaction does not exist."))

    def chosen(self, before: Choice, now: int) -> Choice:
        """What stands from now on; Conflict if they have chosen something else since."""
        known = self.seen if self.pressed is None else self.pressed
        if known is not None and known < before.at:
            if self.kind == before.kind:
                return before
            raise Conflict(
                gettext("You have chosen again since, in another window or on another device. The later choice counts.")
            )
        # A clock that is ahead does not make its owner unable to choose again.
        return Choice(self.kind, now if self.pressed is None else min(self.pressed, now))


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def express(self, wishes: Sequence[Wish]) -> list[dict | Refusal]:
        """Bring about what people wish, and the counts with it; {} or a refusal for each, in order."""
        with writing({wish.stream_id for wish in wishes}) as record:
            standings = Standing.load(wish.asker for wish in wishes)
            posts = {
                (post.room_id, post.seq): post
                for post in Post.objects.filter(
                    room__in={wish.room_id for wish in wishes}, seq__in={wish.post for wish in wishes}
                ).select_related("thread")
            }
            now = milliseconds(record.at)
            stand = choices(
                {(post.pk, wish.person_id) for wish in wishes if (post := posts.get((wish.room_id, wish.post)))}
            )
            outcomes: list[dict | Refusal] = []
            last: dict[tuple[int, int], Wish] = {}
            for wish in wishes:
                try:
                    if not (post := posts.get((wish.room_id, wish.post))):
                        raise NotFound
                    policy.react(standings[wish.asker], post)
                    budgets.spend(budgets.REACTIONS, wish.person_id)
                    chosen = wish.chosen(stand[post.pk, wish.person_id], now)
                except Refusal as refusal:
                    outcomes.append(refusal)
                else:
                    last[post.pk, wish.person_id], stand[post.pk, wish.person_id] = wish, chosen
                    outcomes.append({})
            moments = {pair: stand[pair].at for pair in last}
            touched = {post.pk: post for post in posts.values()}
            self._bring_about(last, touched, record, moments)
            TakenBack.objects.note(
                {pair: (at, touched[pair[0]].tally) for pair, at in moments.items() if stand[pair].kind is None}
            )
        return outcomes

    def forget(self, person_id: int, stream_id: int, posts: Sequence[int]) -> None:
        """Take back what somebody who leaves felt about these posts of one room."""
        with writing([stream_id]) as record:
            found = {post.pk: post for post in Post.objects.filter(pk__in=posts)}
            wishes = {
                (pk, person_id): Wish(stream_id, post.room_id, person_id, post.seq, None, session=None)
                for pk, post in found.items()
            }
            self._bring_about(wishes, found, record, {})

    def _bring_about(
        self, wishes: dict[tuple[int, int], Wish], posts: dict[int, Post], record, moments: dict[tuple[int, int], int]
    ) -> None:
        streams = {post: wish.stream_id for (post, _), wish in wishes.items()}
        tallies = {stream_id: record.next_tally(stream_id) for stream_id in set(streams.values())}
        wanted = [
            Reaction(
                post_id=post,
                person_id=person,
                kind=wish.kind,
                pressed=moments[post, person],
                tally=tallies[wish.stream_id],
            )
            for (post, person), wish in wishes.items()
            if wish.kind
        ]
        Reaction.objects.bulk_create(
            wanted, update_conflicts=True, unique_fields=["post", "person"], update_fields=["kind", "pressed", "tally"]
        )
        gone = defaultdict(list)
        for (post, person), wish in wishes.items():
            if not wish.kind:
                gone[post].append(person)
        for post, people in gone.items():
            self.filter(post=post, person__in=people).delete()
        counts: dict[int, Counter] = defaultdict(Counter)
        touched = {post for post, _ in wishes}
        for post, kind, number in (
            self.filter(post__in=touched)
            .values_list("post", "kind")
            .annotate(n=models.Count("pk"))
            .values_list("post", "kind", "n")
        ):
            counts[post][kind] = number
        for pk in touched:
            posts[pk].counts, posts[pk].tally = dict(counts[pk]), tallies[streams[pk]]
        Post.objects.bulk_update([posts[pk] for pk in touched], ["counts", "tally"])


class Reaction(models.Model):
    """What one person feels about one post: one of five, changed or taken back at will."""

    class Kind(models.TextChoices):
        AGREE = "agree", _("Agree")
        DISAGREE = "disagree", _("Disagree")
        SOLIDARITY = "solidarity", _("Solidarity")
        INSIGHTFUL = "insightful", _("Insightful")
        QUESTION = "question", _("Question")

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # When its owner chose it, in milliseconds.
    pressed = models.BigIntegerField(default=0, db_default=0)
    # As of the post's counts: so that its owner's other lines can be told what changed.
    tally = models.BigIntegerField(default=0, db_default=0)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="one_reaction_each")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"
