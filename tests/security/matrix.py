"""Every field that rights are read from, and how it can change: by a verb, by `save`, by `update`, in the administration."""

from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Mandate, Organisation, User
from accounts.models.rights_model import RightsModel
from accounts.models.user import Origin
from dialogue.live.models import Stream
from dialogue.rooms.models import Participant, Room, Theme

MODELS = {
    model.__name__: model for model in (User, Participant, Mandate, Organisation, Room, Theme, Session, Authenticator)
}


# What a rule asks at every write and no line hangs on: it is an event of the room, which every page hears.
TOLD_BY_EVENTS = {
    ("Room", "closed_at"), ("Thread", "locked"), ("Thread", "room"), ("Thread", "seq"), ("Post", "author"), ("Post", "thread"),
    ("Post", "mandate"), ("Post", "organisation"), ("Post", "hidden_at"), ("Post", "withdrawn_at"), ("Post", "at"),
}  # fmt: skip
# What is asked of the person an act is about (policy.silence), each time anew.
OF_OTHERS = {
    ("User", "is_officer"),
    ("User", "is_lead"),
    ("User", "is_superuser"),
    ("Mandate", "steward"),
    ("Mandate", "renews"),
}
# No body may be without its two keys, or have the second without the first: the database sees to it.
# And a factor is added and removed, and never passed on.
FIXED = {("Organisation", "two_keys"), ("Organisation", "accredited_at"), ("Authenticator", "user")}


def ago(**much):
    return timezone.now() - timedelta(**much)


@dataclass
class World:
    """Ada is a member of the inner room and speaks for an assembly, about the climate; Grace is staff."""

    ada: User
    bo: User
    grace: User
    mandate: Mandate
    factor: Authenticator
    membership: Participant
    other: Theme
    lodge: Organisation
    room: Room
    inner: Room
    theme: Theme
    body: Organisation
    # Of the lines that are open.
    session: Session | None = None

    @property
    def rooms(self) -> dict[str, Room]:
        return {"room": self.room, "inner": self.inner}


@dataclass(frozen=True)
class Case:
    """`row` (of the world) gets `value` in this field: then the lines of `who` in `place` end, or are seated anew; and
    afterwards `refused` says with which code a post is refused, official when `official`; None when it is not."""

    row: str
    value: object
    place: str = "room"
    who: str = "ada"
    ends: bool = False
    refused: str | None = None
    official: bool = False
    # What else must be so for the change to be possible.
    given: dict = field(default_factory=dict)
    ways: tuple[str, ...] = ("save", "update")


OFFICIAL = {"official": True, "refused": "mandate"}
RAW = ("update",)
ONE_KEY = {"mandate": {"two_keys": False, "confirmed_at": None}, "body": {"sector": "society"}}
# Suspended by one officer, which nobody confirmed in time.
LAPSED = {"suspended_at": ago(days=4), "hold_until": ago(days=1)}
CASES: dict[tuple[str, str], Case] = {
    ("User", "is_active"): Case("ada", False, ends=True, refused="sign_in"),
    ("User", "is_staff"): Case("grace", False, "inner", "grace", ends=True, refused="not_found"),
    ("User", "password"): Case("ada", make_password("another one"), ends=True, refused="sign_in"),
    ("User", "suspended_until"): Case("ada", lambda w: ago(days=-1), refused="not_allowed"),
    ("User", "leaves_at"): Case("ada", lambda w: ago(days=-1), refused="leaving", official=True),
    ("User", "name"): Case("ada", "", refused="name_first"),
    ("User", "handle"): Case("ada", "another"),
    ("User", "country"): Case("ada", "SN"),
    ("User", "languages"): Case("ada", ["pt-br"]),
    ("User", "origin"): Case("ada", Origin.PERSON, given={"ada": {"origin": Origin.REPLAY}}),
    ("Participant", "member"): Case("membership", False, "inner", ends=True, refused="not_found"),
    ("Participant", "room"): Case("membership", lambda w: w.room, "inner", ends=True, refused="not_found"),
    ("Participant", "person"): Case("membership", lambda w: w.bo, "inner", ends=True, refused="not_found"),
    ("Participant", "muted_until"): Case("membership", lambda w: ago(days=-1), "inner", refused="muted"),
    ("Mandate", "person"): Case("mandate", lambda w: w.bo, **OFFICIAL),
    ("Mandate", "organisation"): Case("mandate", lambda w: w.lodge, **OFFICIAL),
    ("Mandate", "themes"): Case("mandate", ["elsewhere"], **OFFICIAL),
    ("Mandate", "valid_from"): Case("mandate", lambda w: ago(hours=-1), **OFFICIAL),
    ("Mandate", "valid_until"): Case("mandate", lambda w: ago(hours=1), **OFFICIAL),
    ("Mandate", "accredited_at"): Case("mandate", None, given=ONE_KEY, ways=RAW, **OFFICIAL),
    ("Mandate", "confirmed_at"): Case("mandate", None, **OFFICIAL),
    ("Mandate", "two_keys"): Case("mandate", True, given=ONE_KEY, ways=RAW, **OFFICIAL),
    ("Mandate", "refused_at"): Case("mandate", lambda w: ago(), **OFFICIAL),
    ("Mandate", "suspended_at"): Case("mandate", lambda w: ago(), **OFFICIAL),
    ("Mandate", "hold_until"): Case("mandate", None, given={"mandate": LAPSED}, **OFFICIAL),
    ("Mandate", "revoked_at"): Case("mandate", lambda w: ago(), **OFFICIAL),
    ("Organisation", "name"): Case("body", "Senate of the Isles"),
    ("Organisation", "sector"): Case("body", "parliament", given=ONE_KEY, **OFFICIAL),
    ("Organisation", "confirmed_at"): Case("body", None, **OFFICIAL),
    ("Organisation", "refused_at"): Case("body", lambda w: ago(), **OFFICIAL),
    ("Organisation", "suspended_at"): Case("body", lambda w: ago(), **OFFICIAL),
    ("Organisation", "hold_until"): Case("body", None, given={"body": LAPSED}, **OFFICIAL),
    ("Organisation", "revoked_at"): Case("body", lambda w: ago(), **OFFICIAL),
    ("Room", "slug"): Case("room", "drought", ends=True),
    ("Room", "visibility"): Case("room", Room.Visibility.MEMBERS, ends=True, refused="not_found"),
    ("Room", "speakers"): Case("room", Room.Speakers.MEMBERS, refused="not_allowed"),
    ("Room", "languages"): Case("room", ["ru"]),
    ("Room", "theme"): Case("room", lambda w: w.other, **OFFICIAL),
    ("Room", "stream"): Case("room", lambda w: Stream.objects.create(), ends=True),
    ("Theme", "slug"): Case("theme", "weather", **OFFICIAL),
    ("Session", "expire_date"): Case("session", lambda w: ago(), ends=True, refused="sign_in", ways=("save",)),
    ("Session", "session_data"): Case("session", SessionStore().encode({}), ends=True, refused="sign_in", ways=("save",)),
    ("Authenticator", "type"): Case("factor", "recovery_codes", official=True, refused="second_factor", ways=("save",)),
}  # fmt: skip
# Rows that can go as a whole.
GONE = {
    "Participant": [Case("membership", None, "inner", ends=True, refused="not_found")],
    "Session": [Case("session", None, ends=True, refused="sign_in")],
    "Authenticator": [Case("factor", None, official=True, refused="second_factor")],
    "Mandate": [Case("mandate", None, **OFFICIAL)],
}


# More ways to write one field.
ALSO = {
    "User": [("is_staff", "field"), ("password", "bulk")],
    "Participant": [("member", "field"), ("person", "bulk")],
    "Mandate": [("revoked_at", "field"), ("themes", "bulk")],
    "Organisation": [("revoked_at", "field"), ("sector", "bulk")],
    "Room": [("visibility", "field"), ("theme", "bulk")],
    "Theme": [("slug", "field"), ("slug", "bulk")],
}


def editable(model, name: str) -> bool:
    """Whether the administration offers this field."""
    page = admin.site._registry.get(model)
    if page is None or not issubclass(model, RightsModel):
        return False
    request = RequestFactory().get("/")
    request.user = User(is_staff=True, is_superuser=True, is_active=True)
    return name in page.get_form(request, change=True).base_fields


def cases(model: str) -> list[tuple[str, str, Case]]:
    """(field, way, case) for every way in which a right that is read from this model can change."""
    found = []
    for (name, column), case in CASES.items():
        if name == model:
            offered = ("administration",) if editable(MODELS[model], column) else ()
            found += [(column, way, case) for way in (*case.ways, *offered)]
    if issubclass(MODELS[model], RightsModel):
        # Of one field each: they tell fields apart in the same way.
        found += [(column, way, next(case for name, _, case in found if name == column)) for column, way in ALSO[model]]
    return found + [("", way, case) for way in ("delete", "delete rows") for case in GONE.get(model, ())]
