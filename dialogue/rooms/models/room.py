from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.models.rights_model import RightsModel, RightsQuerySet
from accounts.models.user import Origin
from dialogue.live import access
from dialogue.live.models import Stream
from dialogue.live.record import Record, writing
from dialogue.live.refusals import Invalid
from dialogue.rooms.models.asked import Asked, Change, changes
from dialogue.rooms.models.theme import Theme
from dialogue.rooms.models.titled import in_language
from dialogue.rooms.models.worded import InLanguages, spoken
from dialogue.text.shown import digest

# Longer, and nobody would wait; a host who wants silence closes the room.
SLOWEST = 600


class RoomQuerySet(RightsQuerySet["Room"]):  # type: ignore[override]  # as_manager, which the stubs make up
    def open_to(self, user) -> "RoomQuerySet":
        """The rooms this user may read. Every door looks a room up through here: what is not found does not exist."""
        if user.is_authenticated and user.moderator:
            return self
        public = Q(visibility=Room.Visibility.PUBLIC)
        if user.is_authenticated:
            public |= Q(participants__person=user, participants__member=True)
        return self.filter(public).distinct()

    def of_members(self) -> "RoomQuerySet":
        """Where it matters who is a member."""
        return self.filter(Q(visibility=Room.Visibility.MEMBERS) | Q(speakers=Room.Speakers.MEMBERS))


class Room(RightsModel):
    """A lasting place for the debate of one question."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone")
        MEMBERS = "members", _("members of the room")

    class Speakers(models.TextChoices):
        EVERYONE = "everyone", _("everyone who is signed in")
        MANDATED = "mandated", _("people with a mandate")
        MEMBERS = "members", _("members of the room")

    class RecordPolicy(models.TextChoices):
        WITHDRAWN = "withdrawn", _("their posts are erased")
        KEPT = "kept", _("their posts stay without a name")

    slug = models.SlugField(max_length=60, unique=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="rooms")
    stream = models.OneToOneField(Stream, models.PROTECT, related_name="room", editable=False)
    titles = models.JSONField(_("titles"), default=dict, validators=[InLanguages("titles")])
    questions = models.JSONField(_("questions"), default=dict, validators=[InLanguages("questions")])
    languages = models.JSONField(_("languages used here"), default=list, validators=[spoken])
    visibility = models.CharField(
        _("who can read"), max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    speakers = models.CharField(_("who can post"), max_length=8, choices=Speakers.choices, default=Speakers.EVERYONE)
    record = models.CharField(
        _("when someone leaves"),
        max_length=9,
        choices=RecordPolicy.choices,
        default=RecordPolicy.WITHDRAWN,
        db_default=RecordPolicy.WITHDRAWN.value,
    )
    slow = models.PositiveSmallIntegerField(_("slow mode, in seconds"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # {sector: people}, each once in each capacity, and {sector: posts}: of posts in sight, counted in the transaction that
    # changes them (Voice): a page never counts a million rows.
    people = models.JSONField(default=dict, db_default={}, editable=False)
    voices = models.JSONField(default=dict, editable=False)
    # {"country sector": posts}, counted as they are published; no country where none is given.
    places = models.JSONField(default=dict, editable=False)
    # How it was worded before, in order: [{"until": number of the event that changed it, "titles", "questions", "themes"}]. In
    # the room's own row, because whatever shows what somebody said asks for it.
    former = models.JSONField(default=list, db_default=[], editable=False)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.PERSON, editable=False)
    source = models.CharField(max_length=300, blank=True, editable=False)

    # Closing and slowing down are events of the room itself: every open page hears them, and every post asks.
    RIGHTS = frozenset({"slug", "stream", "theme", "languages", "visibility", "speakers"})
    NEW_GIVES_RIGHTS = False
    # What people answer when they speak, and stands over their words.
    WORDED = ("titles", "questions", "languages")
    # All that stands over words which are written here, or decides who reads them and what becomes of them.
    SHOWN = (*WORDED, "source", "visibility", "speakers", "record")

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["theme__place", "pk"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self) -> str:
        return self.title

    @property
    def origin_label(self) -> str:
        return Origin(self.origin).shown(pgettext("room", "fictional"))

    def clean(self) -> None:
        """Whoever was made a member came, and may be writing, for the readers there are."""
        others = Room.objects.filter(pk=self.pk).exclude(visibility=self.visibility)
        if others.filter(participants__member=True).exists():
            told = _("This room has members, so who can read it cannot change. Open another room for other readers.")
            raise ValidationError({"visibility": told})

    def save(self, *args, **kwargs):
        with transaction.atomic():
            if self.stream_id is None:
                self.stream = Stream.objects.create()
            super().save(*args, **kwargs)

    @classmethod
    def announce(cls, rows: list["Room"]) -> None:
        access.changed((None, row.stream_id) for row in rows)

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def question(self) -> str:
        return in_language(self.questions)

    @property
    def spoken_in(self) -> bool:
        """Whether anything was ever said here, whatever became of it."""
        return self.posts.exists()

    @property
    def relied_on(self) -> bool:
        return self.spoken_in

    def streams(self) -> list[int]:
        return [self.stream_id]

    def worded(self) -> dict:
        return {name: getattr(self, name) for name in self.WORDED}

    def changes(self) -> list[Change]:
        return changes(self.former, self.asked()) if self.former else []

    def asked_at(self, seq: int) -> "Room | Asked":
        """What has the title and the question under which number `seq` was said."""
        return next((change.before for change in self.changes() if seq < change.seq), self)

    def asked(self) -> Asked:
        return Asked(self.titles, self.questions, self.theme.titles)

    def shown(self, **otherwise) -> str:
        """What stands here now, in short; or would, with `otherwise`. Whoever writes names what they wrote under: words are
        published under nothing else (publication.py)."""
        stands = {name: getattr(self, name) for name in self.SHOWN}
        return digest(stands | {"theme": self.theme.slug, "themes": self.theme.titles} | otherwise)

    @property
    def posts_count(self) -> int:
        return sum(self.voices.values())

    @property
    def heard(self) -> dict[str, tuple[int, int]]:
        """{sector: (people, posts)}."""
        return {sector: (self.people.get(sector, 0), posts) for sector, posts in self.voices.items()}

    def count(self, sector: str, *, people: int, posts: int) -> None:
        """Add to the counts of a sector; to be saved by whoever calls. A sector without any has no count."""
        for counts, change in ((self.people, people), (self.voices, posts)):
            if (after := counts.pop(sector, 0) + change) > 0:
                counts[sector] = after

    @property
    def closed(self) -> bool:
        return self.closed_at is not None

    def close(self, by) -> None:
        """End the debate here; everything stays readable."""
        self._change("room.closed", {}, by, Q(closed_at=None), closed_at=timezone.now())

    def open(self, by) -> None:
        self._change("room.opened", {}, by, Q(closed_at__isnull=False), closed_at=None)

    def slow_down(self, seconds: int, by) -> None:
        """Set the pause between two posts of one person, in seconds; 0 ends slow mode."""
        if not 0 <= seconds <= SLOWEST:
            raise Invalid(_("Choose a pause between 0 and 600 seconds."))
        self._change("room.slowed", {"seconds": seconds}, by, ~Q(slow=seconds), slow=seconds)

    def _change(self, kind: str, data: dict, by, otherwise: Q, **state) -> None:
        """Bring the room into `state`; where it is in it already (not `otherwise`), nothing happened and nothing is said."""
        with writing([self.stream_id]) as record:
            if Room.objects.filter(otherwise, pk=self.pk).update(**state):
                record.append(self.stream_id, kind, data, actor=by)
        self.refresh_from_db(fields=list(state))

    def reword(self, words: dict, by) -> None:
        """Other titles, questions or languages (`WORDED`). What was said before keeps what it was said under, and everybody
        who is here sees that it changed. Who may, and how many that takes, is asked before."""
        with writing([self.stream_id]) as record:
            self.refresh_from_db()
            if any(words.get(name, getattr(self, name)) != getattr(self, name) for name in ("titles", "questions")):
                self.remember_wording(record, by, **words)
            for name, value in words.items():
                setattr(self, name, value)
            self.save(update_fields=[*words, "former"])

    def remember_wording(self, record: Record, by, **words) -> None:
        """It is about to be worded otherwise, by `words`. What somebody spoke under is kept; to be saved by whoever changes it."""
        told = {"was": self.shown(), "shown": self.shown(**words)}
        event = record.append(self.stream_id, "room.reworded", told, actor=by)
        if self.spoken_in:
            self.former = [*self.former, {"until": event.seq, **self.asked()._asdict()}]

    def admit(self, person) -> None:
        """Make `person` a member."""
        self.participants.update_or_create(person=person, defaults={"member": True})

    def dismiss(self, person) -> None:
        """End a membership; open sockets that may no longer read are closed within two seconds."""
        self.participants.filter(person=person).update(member=False)
