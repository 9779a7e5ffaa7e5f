import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.documents import CURRENT
from accounts.mailboxes import mailbox
from accounts.models import name_key
from accounts.models.name_change import NameChange
from accounts.models.password import Password
from accounts.models.powers import Powers, may_act_q
from accounts.models.rights_model import RightsModel, RightsQuerySet
from accounts.names import skeleton, well_formed
from accounts.places import region_of
from accounts.sectors import Sector
from dialogue.text.folding import words


def new_handle() -> str:
    """A public identifier that says nothing about its owner: 11 characters, 64 random bits."""
    # A command takes what begins with a hyphen for an option of its own.
    return next(handle for handle in iter(lambda: secrets.token_urlsafe(8), "") if handle[0] != "-")


def words_of(name: str) -> str:
    """The folded words of a name, with a blank before and behind each."""
    return f" {' '.join(words(name))} "[:500] if name else ""


class Origin(models.TextChoices):
    """How a person came to be in the forum; what is not a real person is marked wherever it speaks."""

    PERSON = "person", _("signed up")
    DEMONSTRATION = "demonstration", pgettext_lazy("person", "fictional")
    REPLAY = "replay", _("replayed from a public record")

    def shown(self, fictional: str) -> str:
        """The label of what is no person: many languages have another word for a fictional one."""
        return fictional if self is Origin.DEMONSTRATION else str(self.label)


# What stands beside the words of whoever goes by a name like an official's: in frames, and on pages.
NAMESAKE, NOT_THE_OFFICIAL = "namesake", _("not the official of this name")

# Second factors; recovery codes only stand in for these.
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def secured_q(path: str = "") -> Q:
    """People who have a second factor, for a query that reaches people by `path` ("person__").

    Invented people, and those of a public record, are marked as such wherever they speak and need none.
    """
    own = Authenticator.objects.filter(user=OuterRef(f"{path}pk"), type__in=STRONG)
    return ~Q(**{f"{path}origin": Origin.PERSON}) | Q(Exists(own))


def officer_q() -> Q:
    """The same rule as `officer`, for a query: who may accredit now."""
    return may_act_q() & secured_q() & Q(is_officer=True)


class UserManager(BaseUserManager.from_queryset(RightsQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=mailbox(email), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def held(self, *ids: int | None, keys: bool = False) -> list["User"]:
        """These people, read anew and locked until the transaction ends; in order of id, so that two who decide about each other
        never wait for each other. Everybody whom an act names is held before anything is written. `keys`: their name or address
        is about to change, which are unique; else rows that point to them are written meanwhile, and wait for nothing."""
        held = self.select_for_update(no_key=not keys).filter(pk__in=set(ids) - {None})
        return list(held.order_by("pk"))

    def inside(self, person: "User") -> "User":
        """`person` read anew, and held as those who give an account back hold them; ValidationError when what was read at the
        beginning does not open the account any more: whoever was inside before it was given back or erased changes nothing."""
        [now] = self.held(person.pk)
        if not now.is_active or now.get_session_auth_hash() != person.get_session_auth_hash():
            raise ValidationError(gettext("You have been signed out. Sign in again."), code="signed_out")
        return now

    def with_powers(self, ids: Iterable[int]) -> dict[int, "User"]:
        """People by id; of all moderators it is read at once whether they have a second factor."""
        found = self.in_bulk(ids)
        given = [pk for pk, user in found.items() if user.is_staff]
        safe = set(self.filter(secured_q(), pk__in=given).values_list("pk", flat=True)) if given else ()
        for pk in given:
            found[pk].has_factor = pk in safe
        return found


class User(Powers, RightsModel, Password, PermissionsMixin):
    """A person. Without a public name they may read and react; with one they may also speak."""

    email = models.EmailField(_("e-mail address"), unique=True)
    handle = models.CharField(max_length=16, unique=True, default=new_handle, editable=False)
    name = models.CharField(_("public name"), max_length=80, blank=True)
    # The name as an eye confuses it; unique, so that nobody can look like somebody else.
    skeleton = models.CharField(max_length=400, unique=True, null=True, editable=False)
    # The name as a search compares it: folded words, with a blank before and behind each.
    name_words = models.CharField(max_length=500, db_default="", default="", editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    languages = models.JSONField(_("languages you read"), default=list, blank=True)
    interface_language = models.CharField(_("language of the pages"), max_length=12, blank=True)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.PERSON, editable=False)
    source = models.CharField(max_length=300, blank=True, editable=False)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_lead = models.BooleanField(_("leading moderator"), default=False, db_default=False)
    is_officer = models.BooleanField(_("reviewer"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    show_country = models.BooleanField(_("show my country on my page"), default=True, db_default=True)
    show_posts = models.BooleanField(_("list my posts on my page"), default=True, db_default=True)
    # What two officers let this person be called, and nobody else (accounts/models/name_decision.py).
    granted_name = models.CharField(max_length=80, default="", db_default="", editable=False)
    # Whether strangers may know of them before they have said a word (dialogue/rooms/known.py).
    findable = models.BooleanField(_("let others find me before my first post"), default=False, db_default=False)
    # The versions of the documents they agreed to last (documents.CURRENT).
    agreed = models.CharField(max_length=40, default="", db_default="", editable=False)
    # Who speaks for a public body by a name like theirs, and came later (accounts/namesakes.py).
    namesake_of = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="namesakes")
    # When everything is to be erased, until it is; and since when only a tombstone stands here.
    leaves_at = models.DateTimeField(null=True, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)

    # Whether they have a second factor; said by `with_powers`, for as long as the row is at hand.
    has_factor: bool

    objects = UserManager()

    RIGHTS = frozenset({
        "is_active", "is_staff", "password", "suspended_until", "leaves_at", "name", "handle", "country", "languages", "origin",
    })  # fmt: skip
    NEW_GIVES_RIGHTS = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.handle

    def save(self, *args, **kwargs):
        """Of somebody who is written down already the columns are named: the others are as old as the reading of them, and would
        undo what somebody decided meanwhile."""
        if self.pk is not None and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            raise TypeError("Name the columns of this person that changed: save(update_fields=[…])")
        before, self.skeleton = self.skeleton, skeleton(self.name) if self.name else None
        self.name_words = words_of(self.name)
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "skeleton", "name_words"}
        was_here = not self._state.adding
        super().save(*args, **kwargs)
        if was_here and before != self.skeleton:
            name_key.keep_person(self)

    @property
    def region(self) -> str:
        """UN M49 code of the world region of this person's country, "" when unknown."""
        return region_of(self.country)

    @property
    def sector(self) -> str:
        """The sector this person is counted in: that of an active mandate, else citizen."""
        return self.mandates.sectors().get(self.pk, Sector.CITIZEN)

    @property
    def shown_name(self) -> str:
        """What stands beside their words."""
        return gettext("Someone who left") if self.left_at else self.name

    @property
    def shown_country(self) -> str:
        """The country that stands where they themselves are shown; "" where they keep it to themselves."""
        return self.country if self.show_country else ""

    def mark_beside(self) -> tuple[str, str]:
        """What marks them beside their words, and in words of the page; ("person", "") for whoever needs no mark."""
        if self.origin != Origin.PERSON:
            return self.origin, str(self.get_origin_display())
        return (NAMESAKE, str(NOT_THE_OFFICIAL)) if self.namesake else (self.origin, "")

    @property
    def namesake(self) -> bool:
        """Whether they are marked: whoever goes by a name like an official's, unless and while they are an official too."""
        return bool(self.namesake_of_id) and not self.mandates.active().filter(two_keys=True).exists()

    @property
    def to_agree(self) -> bool:
        """Whether a document has changed since they agreed. Nobody asks invented people."""
        return self.origin == Origin.PERSON and self.agreed != CURRENT

    def become_tombstone(self) -> None:
        """Forget who this was; the number and the handle stay, which say nothing about anybody."""
        nothing: dict[str, Any] = {
            **dict.fromkeys(["name", "country", "source", "granted_name", "interface_language", "agreed"], ""),
            **dict.fromkeys(["last_login", "suspended_until", "namesake_of"]),
            **dict.fromkeys(["is_staff", "is_lead", "is_officer", "is_superuser", "is_active"], False),
            **dict.fromkeys(["show_country", "show_posts", "findable"], False),
            "email": f"{self.pk}@left.invalid",
            "languages": [],
        }
        for field, value in nothing.items():
            setattr(self, field, value)
        self.namesakes.update(namesake_of=None)
        self.set_unusable_password()
        self.save(update_fields=[*nothing, "password"])

    def suspend(self, until: datetime | None) -> None:
        """What a Suspension does when it begins; who may impose one is asked there."""
        self.suspended_until = until
        self.save(update_fields=["suspended_until"])

    def reinstate(self) -> None:
        self.suspend(None)

    @property
    def secured(self) -> bool:
        """Whether they sign in with a passkey, or confirm by an app; read anew, unless `UserManager.with_powers` has."""
        known = self.__dict__.get("has_factor")
        return User.objects.filter(secured_q(), pk=self.pk).exists() if known is None else known

    @transaction.atomic
    def rename(self, name: str, by_staff: bool = False) -> None:
        """Speak under another public name from now on; the one before is kept for moderators. The first is no change.
        A name that stands beside words of a body stays: `renaming.correct` is for whoever runs the server."""
        [now] = User.objects.held(self.pk, keys=True)
        if now.name and now.name != name:
            NameChange.permit(now, by_staff)
        self.bear(name, now.name)

    def bear(self, name: str, before: str) -> None:
        """What every change of a name does once it is permitted."""
        # Imported here: it asks the organisations, which stand above people.
        from accounts.look_alikes import holder_alike
        from accounts.namesakes import mark_if_alike

        self.name, written = name, ["name"]
        if before and before != name:
            NameChange.objects.create(person=self, name=before)
            if not holder_alike(name, self):
                self.namesake_of, written = None, ["name", "namesake_of"]
        self.save(update_fields=written)
        if name and name == self.granted_name:
            # Officers let somebody share a name with an official; what tells the two apart is not theirs to leave out.
            mark_if_alike(self)
            self.refresh_from_db(fields=["namesake_of"])

    @classmethod
    def free_name(cls, raw: str, of: "User | None" = None) -> str:
        """`raw` as a public name; ValidationError when it cannot be one or looks like somebody else's. The name that somebody
        bears already is asked no questions, nor is the one that officers granted them."""
        # Imported here: it asks the organisations, which stand above people.
        from accounts.deceiving import refuse_deceiving

        name = well_formed(raw)
        if of is None or name not in (of.name, of.granted_name):
            refuse_deceiving(name, of)
        cls.refuse_taken(name, of)
        return name

    @classmethod
    def refuse_taken(cls, name: str, of: "User | None" = None) -> None:
        """ValidationError when somebody else bears a name that looks the same."""
        others = cls.objects.filter(skeleton=skeleton(name))
        if of is not None:
            others = others.exclude(pk=of.pk)
        if others.exists():
            raise ValidationError(
                _("Someone already uses this name, or one that looks the same. Add a word or an initial."),
                code="taken",
            )
