"""The world of the rights matrix: who there is, in which states, and what they must or must not come to know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.grounds import Ground, Reason
from accounts.models import (
    Appointment,
    ChangeRequest,
    Evidence,
    Invitation,
    Mandate,
    NameChange,
    NameDecision,
    NameRequest,
    Organisation,
    Recovery,
    RefusedDomain,
    Suspension,
    User,
)
from dialogue.rooms.models import Membership, Participant, Rewording, Room
from tests.people import edit, give_factor, person, say, sign_in, withdraw

YEAR, DAY = timedelta(days=364), timedelta(days=1)
# What was given to each; holder, steward and member are made below.
GIVEN = {
    "citizen": {}, "author": {}, "member": {}, "holder": {}, "steward": {}, "applicant": {},
    "moderator": {"is_staff": True}, "lead": {"is_staff": True, "is_lead": True}, "assistant": {"is_staff": True},
    "officer": {"is_officer": True}, "administrator": {"is_staff": True, "is_superuser": True},
}  # fmt: skip
ROLES = ("visitor", *GIVEN)
MANDATED = ("holder", "steward")


@dataclass
class Marker:
    """A word in something that is not for everyone."""

    known_to: Callable[["Actor"], bool]
    # Addresses that tell it to whoever has them: the link is the key.
    told_at: tuple[str, ...] = ()
    seen: set[str] = field(default_factory=set)


def _author(actor: "Actor") -> bool:
    return actor.signed_in and actor.role == "author"


def _deciding(actor: "Actor") -> bool:
    return actor.has("officer") or (actor.signed_in and actor.role == "applicant")


MARKERS = {
    "INNERTITLE": Marker(lambda actor: actor.reads("inner")), "INNERSHOWN": Marker(lambda actor: actor.reads("inner")),
    **{
        f"{room}{what}": Marker(lambda actor: actor.moderates)
        for room in ("RAIN", "INNER") for what in ("HIDDEN",)
    },
    "RAINWITHDRAWN": Marker(lambda actor: False), "INNERWITHDRAWN": Marker(lambda actor: False),
    "NAMEBEFORE": Marker(lambda actor: actor.moderates or _author(actor)),
    "PENDINGTITLE": Marker(lambda actor: _deciding(actor) or (actor.role == "steward" and actor.speaks_officially)),
    "ASKINGWORDS": Marker(_deciding), "EVIDENCEWORDS": Marker(_deciding),
    "INVITEDTITLE": Marker(
        lambda actor: actor.has("officer") or (actor.role == "steward" and actor.speaks_officially), ("invitation",)
    ),
    "SUSPENSIONREASON": Marker(lambda actor: actor.moderates),
    "APPOINTMENTREASON": Marker(lambda actor: actor.has("administrator")),
    **dict.fromkeys(("REWORDINGREASON", "REWORDEDTITLE", "MEMBERSHIPREASON"), Marker(lambda actor: actor.has("administrator"))),
    "RECOVERYREASON": Marker(lambda actor: actor.has("officer", "administrator")),
    "recoveryaddress@new.example": Marker(lambda actor: actor.has("officer", "administrator")),
    **dict.fromkeys(("WISHEDNAME", "WISHEDWHY"), Marker(_deciding)),
    "WISHEDANSWER": Marker(lambda actor: actor.has("officer")),
    "authorfresh@example.org": Marker(lambda actor: _author(actor) or actor.has("assistant", "administrator")),
}  # fmt: skip


@dataclass
class Actor:
    role: str
    state: str
    user: User | None = None
    client: Client = field(default_factory=Client)

    def __str__(self) -> str:
        return f"{self.role} ({self.state})"

    # What follows from role and state, by the rules in words; nothing of the code under test is asked.

    @property
    def signed_in(self) -> bool:
        return self.role != "visitor" and self.state not in ("session old", "inactive")

    @property
    def trusted(self) -> bool:
        """Whether any power of theirs may be used."""
        return self.signed_in and self.state not in ("suspended", "leaving")

    @property
    def secured(self) -> bool:
        return self.state != "factor gone"

    def has(self, *roles: str) -> bool:
        """Whether they have a power that one of these roles gives, and may use it now."""
        return self.role in roles and self.trusted and self.secured

    @property
    def moderates(self) -> bool:
        return self.has("moderator", "lead", "assistant", "administrator")

    @property
    def speaks_officially(self) -> bool:
        return self.has(*MANDATED) and self.state not in ("expired", "revoked")

    @property
    def takes_part(self) -> bool:
        return self.signed_in and self.state != "suspended"

    def speaks(self) -> bool:
        return self.takes_part and self.state not in ("muted", "nameless")

    def reads(self, room: str) -> bool:
        return room != "inner" or self.moderates or (self.signed_in and self.role in ("member", "author"))


def muted(world: "World", who: User) -> None:
    for room in world.rooms.values():
        Participant.objects.update_or_create(room=room, person=who, defaults={"muted_until": timezone.now() + DAY})


def changed(**columns) -> Callable[["World", User], None]:
    return lambda world, who: User.objects.filter(pk=who.pk).update(
        **{k: v() if callable(v) else v for k, v in columns.items()}
    )


def without_factor(world: "World", who: User) -> None:
    who.authenticator_set.all().delete()


def expired(world: "World", who: User) -> None:
    now = timezone.now()
    who.mandates.update(valid_from=now - YEAR, valid_until=now - DAY)


def revoked(world: "World", who: User) -> None:
    mandate = who.mandates.get()
    mandate.suspend(world.officers[1], Reason(Ground.DOUBT))
    mandate.revoke(world.officers[0], Reason(Ground.BODY_SAYS_NO))


STATES: dict[str, Callable[["World", User], object]] = {
    "fresh": lambda world, who: None,
    "muted": muted,
    "suspended": changed(suspended_until=lambda: timezone.now() + DAY),
    "leaving": changed(leaves_at=lambda: timezone.now() + DAY),
    "inactive": changed(is_active=False),
    "nameless": changed(name="", skeleton=None, name_words=""),
    "factor gone": without_factor,
    "expired": expired,
    "revoked": revoked,
    # The row of the session has run out; nobody has tidied it up yet.
    "session old": lambda world, who: None,
}


class World:
    """Two rooms, one of members only, with every kind of text in them; a body; what waits for decisions; and the actors."""

    def __init__(self, theme, states: dict[str, tuple[str, ...]] | None = None) -> None:
        """`states` for each role; all of them for all roles where it is not given."""
        self.officers = [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]
        self.body = Organisation.objects.establish(
            self.officers, slug="isles", name="Assembly of the Isles", sector="parliament", country="CV"
        )
        self.rooms = {
            "rain": Room.objects.create(slug="rain", theme=theme, titles={"en": "Rain"}, languages=["en"]),
            "inner": Room.objects.create(
                slug="inner", theme=theme, titles={"en": "INNERTITLE"}, visibility="members", languages=["en"]
            ),
        }
        self.ada = self.person("author")
        grace = give_factor(person("Grace Oduya", is_staff=True))
        self.seqs = {slug: self.said_in(room, grace) for slug, room in self.rooms.items()}
        NameChange.objects.create(person=self.ada, name="NAMEBEFORE")
        self.asked = self.asking()
        self.proposed(grace)
        self.invitation = Invitation.invite(
            self.officers[0], self.body, 1, DAY, "INVITEDTITLE", timezone.now(), timezone.now() + YEAR
        )[0]
        pairs = [(role, state) for role in ROLES for state in STATES if self.fits(role, state)]
        self.actors = [self.actor(*pair) for pair in pairs if states is None or pair[1] in states.get(pair[0], ())]

    @staticmethod
    def fits(role: str, state: str) -> bool:
        """A visitor has no states, and only mandates end by themselves."""
        if role in ("visitor", "author", "applicant"):
            return state == "fresh"
        return state not in ("expired", "revoked") or role in MANDATED

    def person(self, role: str, state: str = "fresh") -> User:
        name = f"{role.title()}{state.title().replace(' ', '')} Person"
        who = give_factor(person(name, country="CV", **GIVEN[role]))
        if role in ("member", "author"):
            for room in self.rooms.values():
                room.admit(who)
        if role == "assistant":
            who.user_permissions.set(Permission.objects.all())
        if role in MANDATED:
            now = timezone.now()
            Mandate.objects.grant(
                by=(self.officers[0], self.officers[1]), person=who, organisation=self.body, title="member",
                steward=role == "steward", valid_from=now - DAY, valid_until=now + YEAR,
            )  # fmt: skip
        return who

    def said_in(self, room: Room, grace: User) -> dict[str, int]:
        mark = room.slug.upper()
        shown = say(self.ada, room, f"{mark}SHOWN words.")
        hidden = say(self.ada, room, f"{mark}HIDDEN once.")
        edit(self.ada, hidden, f"{mark}HIDDEN words.")
        gone = say(self.ada, room, f"{mark}WITHDRAWN words.")
        hidden.refresh_from_db()
        hidden.hide(grace)
        withdraw(self.ada, gone)
        return {"shown": shown.seq, "hidden": hidden.seq, "withdrawn": gone.seq}

    def at_hand(self, what: str, room: str):
        """What stands for a word of the table in an address or a form; any other word is itself."""
        seqs = self.seqs.get(room, {})
        there = {
            "room": room, **seqs, "ada": self.ada.handle, "body": self.body.slug, "body id": self.body.pk,
            "mandate": self.spoken.pk, "mandate kind": "mandate", "asked": self.asked.pk, "token": self.invitation,
            "invitation id": Invitation.objects.get().pk, "evidence": Evidence.objects.get().pk,
            "change": self.change.pk, "suspension": self.suspension.pk, "appointment": self.appointment.pk, "recovery": self.recovery.pk,
            "rewording": self.rewording.pk, "membership": self.membership.pk,
            "wished": self.wished.pk,
            "accounts_user": self.ada.pk, "accounts_refuseddomain": self.refused.pk, "rooms_room": self.rooms["rain"].pk,
            "rooms_theme": self.rooms["rain"].theme_id, "rooms_participant": Participant.objects.filter(person=self.ada)[0].pk,
        }  # fmt: skip
        return there.get(what, what)

    def mandate_of(self, actor: Actor) -> int:
        """The actor's own mandate; of who has none, another's."""
        own = Mandate.objects.filter(person=actor.user).first() if actor.user else None
        return (own or self.spoken).pk

    def asking(self) -> Mandate:
        """The applicant asks to speak for the body, and hands something in."""
        applicant = self.person("applicant")
        now = timezone.now()
        asked = Mandate.ask(applicant, self.body, "PENDINGTITLE", now, now + YEAR, note="ASKINGWORDS")
        Evidence.note(asked, applicant, "EVIDENCEWORDS")
        return asked

    def proposed(self, grace: User) -> None:
        """One of each proposal, which waits for its second person."""
        root = person("Rosa Root", is_staff=True, is_superuser=True)
        minister = self.person("holder", "Suspected")
        self.spoken = minister.mandates.get()
        self.refused = RefusedDomain.objects.create(domain="mail.example")
        self.suspension = Suspension.propose(minister, grace, "SUSPENSIONREASON", lasts=DAY)
        self.change = ChangeRequest.propose(self.body, self.officers[0], website="https://pendingsite.example")
        wished = NameRequest.objects.create(person=self.asked.person, name="WISHEDNAME", why="WISHEDWHY")
        self.wished = NameDecision.propose(wished.person, self.officers[0], "WISHEDANSWER", asked=wished, grants=True)
        self.appointment = Appointment.propose(grace, root, "APPOINTMENTREASON", power="officer", gives=True)
        self.rewording = Rewording.propose(
            self.rooms["inner"], root, "REWORDINGREASON", {"titles": {"en": "REWORDEDTITLE"}}
        )
        self.membership = Membership.propose(grace, root, "MEMBERSHIPREASON", room=self.rooms["inner"], joins=True)
        self.recovery = Recovery.propose(
            minister, self.officers[0], "RECOVERYREASON", address="recoveryaddress@new.example"
        )

    def actor(self, role: str, state: str) -> Actor:
        if role == "visitor":
            return Actor(role, state)
        made = (
            User.objects.filter(name=f"{role.title()}Fresh Person").first() if role in ("author", "applicant") else None
        )
        who = made or self.person(role, state)
        actor = Actor(role, state, who)
        sign_in(actor.client, who)
        STATES[state](self, who)
        if state == "session old":
            Session.objects.filter(pk=actor.client.session.session_key).update(expire_date=timezone.now() - DAY)
        actor.user = User.objects.get(pk=who.pk)
        return actor
