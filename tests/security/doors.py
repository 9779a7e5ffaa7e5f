"""Every address there is, found in the URLconf, with the rule of who comes in by looking (GET) and by sending (POST)."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.security.world import Actor

# What a door answers: a page or its success, the way to the entrance, 403, 404, 405.
IN, ENTRANCE, FORBIDDEN, NOWHERE, METHOD = "in", "entrance", "forbidden", "nowhere", "method"
Rule = Callable[[Actor, str], set[str]]


def everyone(actor: Actor, room: str) -> set[str]:
    return {IN}


def nobody(actor: Actor, room: str) -> set[str]:
    return {NOWHERE}


def never(actor: Actor, room: str) -> set[str]:
    """Nothing is looked at or sent here."""
    return {METHOD}


def own_account(actor: Actor, room: str) -> set[str]:
    """For whoever is signed in, and only about themselves; what is asked of them first, tests of ownership say."""
    return {IN, NOWHERE, FORBIDDEN} if actor.signed_in else {ENTRANCE}


def entrance(actor: Actor, room: str) -> set[str]:
    """How one comes in or out: for visitors, harmless to others."""
    return {IN, ENTRANCE, FORBIDDEN}


def signed_in(actor: Actor, room: str) -> set[str]:
    return {IN} if actor.signed_in else {ENTRANCE}


def reader(actor: Actor, room: str) -> set[str]:
    return {IN} if actor.reads(room) else {NOWHERE}


def pictured(actor: Actor, room: str) -> set[str]:
    """A picture is made to be passed on: of a members' room there is none."""
    return {IN} if room == "rain" else {NOWHERE}


def author(actor: Actor, room: str) -> set[str]:
    if not actor.reads(room):
        return {NOWHERE}
    return {IN} if actor.role == "author" and actor.takes_part else {FORBIDDEN}


def speaker(actor: Actor, room: str) -> set[str]:
    if not actor.reads(room):
        return {NOWHERE}
    return {IN} if actor.speaks() else {FORBIDDEN}


def taking_part(actor: Actor, room: str) -> set[str]:
    if not actor.reads(room):
        return {NOWHERE}
    return {IN} if actor.takes_part else {FORBIDDEN}


def moderating(actor: Actor, room: str) -> set[str]:
    if not actor.reads(room):
        return {NOWHERE}
    return {IN} if actor.moderates else {FORBIDDEN}


def moderating_anywhere(actor: Actor, room: str) -> set[str]:
    return {IN} if actor.moderates else {FORBIDDEN}


def only(*roles: str) -> Rule:
    """For those who have such a power now; whose power rests is told so, for others there is no such page."""

    def rule(actor: Actor, room: str) -> set[str]:
        if not actor.signed_in:
            return {ENTRANCE}
        return {IN} if actor.has(*roles) else {FORBIDDEN} if actor.role in roles else {NOWHERE}

    return rule


MODERATORS = ("moderator", "lead", "assistant", "administrator")
moderators, officers, administrators = only(*MODERATORS), only("officer"), only("administrator")
recovering = only("officer", "administrator")


def stewarding(actor: Actor, room: str) -> set[str]:
    if not actor.signed_in:
        return {ENTRANCE}
    if actor.state == "nameless":
        return {"to profile"}
    if actor.role == "steward" and actor.state == "factor gone":
        return {"to my-mandates"}
    return {IN} if actor.has("officer") or (actor.role == "steward" and actor.speaks_officially) else {NOWHERE}


def deciding_for_a_body(actor: Actor, room: str) -> set[str]:
    """The same by sending: whoever may not finds nothing there."""
    return {NOWHERE} if stewarding(actor, room) == {"to my-mandates"} else stewarding(actor, room)


def applying(actor: Actor, room: str) -> set[str]:
    if not actor.signed_in:
        return {ENTRANCE}
    return {"to profile"} if actor.state == "nameless" else {IN}


def applicant(actor: Actor, room: str) -> set[str]:
    if not actor.signed_in:
        return {ENTRANCE}
    return {IN} if actor.role == "applicant" else {NOWHERE, "to profile"}


def staff_tool(actor: Actor, room: str) -> set[str]:
    return {IN} if actor.moderates else {NOWHERE}


def administration(*roles: str) -> Rule:
    """Pages of the administration: `roles` come in, other staff is refused, all others are led to the entrance."""

    def rule(actor: Actor, room: str) -> set[str]:
        if actor.signed_in and actor.role in MODERATORS:
            return (
                {IN}
                if actor.role in roles and actor.moderates
                else {FORBIDDEN, NOWHERE}
                if actor.moderates
                else {FORBIDDEN}
            )
        return {ENTRANCE}

    return rule


def known_staff(actor: Actor, room: str) -> set[str]:
    """Led on to where they are told what they may do now; others are led to the entrance of everyone, or refused."""
    return {IN} if actor.signed_in and actor.role in MODERATORS else {ENTRANCE, FORBIDDEN}


by_permission, by_nobody = administration("assistant", "administrator"), administration()
by_staff, leading_on = administration(*MODERATORS), administration(*MODERATORS)


class Door(NamedTuple):
    look: Rule
    send: Rule = never
    # What the address is made of: names of what the world has at hand, or the words themselves.
    args: tuple = ()
    form: dict = {}
    # Where a look leads on to when it went well.
    onward: str = ""


ROOM, POST = ("room",), ("room", "shown")
DOORS: dict[str, Door] = {
    # Whatever anybody may see; who may know what in it, the markers say.
    **dict.fromkeys(
        ("manifest", "worker", "offline", "robots", "terms", "privacy", "privacy-data", "home", "about", "accessibility",
         "search", "world", "countries", "countries-csv", "countries-json", "organisations"), Door(everyone)),
    "sitemap": Door(everyone, never, ("rooms",)), "sitemap.xml": Door(everyone, never),
    "theme": Door(everyone, args=("climate",)), "country": Door(everyone, args=("cv",)),
    "organisation": Door(everyone, args=("body",)), "person": Door(everyone, args=("ada",)),
    "mandate": Door(everyone, args=("mandate",)), "mandate-card": Door(everyone, args=("mandate",)),
    "mandate-json": Door(everyone, args=("mandate",)),
    "invitation": Door(everyone, applying, ("token",)), "styleguide": Door(staff_tool),
    "data-use": Door(never, everyone), "enter-demonstration": Door(never, nobody, ("ada",)),
    # Rooms.
    "room": Door(reader, args=ROOM), "thread": Door(reader, args=POST), "threads": Door(reader, args=ROOM), "acts": Door(reader, args=POST),
    "post": Door(reader, args=POST, onward="room"), "reply": Door(reader, args=POST, onward="thread"),
    "words": Door(reader, args=POST), "events": Door(reader, args=ROOM), "posts-json": Door(reader, args=ROOM),
    "room-world": Door(reader, args=ROOM), "feed": Door(reader, never, ROOM),
    "room-picture": Door(pictured, args=ROOM), "post-picture": Door(pictured, args=POST),
    "revisions": Door(reader, author, POST, {"text": "Other words."}), "edit": Door(author, args=POST),
    "withdrawal": Door(author, author, POST), "posts": Door(never, speaker, ROOM, {"text": "Hello there."}),
    "preview": Door(never, speaker, ROOM, {"text": "Hello there."}),
    "reaction": Door(never, taking_part, POST, {"kind": "agree"}), "reading": Door(never, taking_part, ROOM, {"seq": "1"}),
    "hiding": Door(never, moderating, POST, {"action": "hide"}), "lock": Door(never, moderating, POST, {"action": "lock"}),
    "pin": Door(never, moderating, POST, {"action": "pin"}), "closure": Door(never, moderating, ROOM, {"action": "close"}),
    "slowness": Door(never, moderating, ROOM, {"seconds": "30"}),
    "mute": Door(never, moderating, ROOM, {"minutes": "10", "person": "ada"}),
    "suspension": Door(never, moderating_anywhere, ("ada",), {"days": "1", "text": "Spam."}),
    # Asked of the engine's own threads: in test_lines.
    "live": Door(reader, args=ROOM),
    # What takes two people.
    "suspensions": Door(moderators), "suspension-decision": Door(never, moderators, ("suspension",), {"action": "decline"}),
    "appointments": Door(administrators, administrators),
    "appointment-decision": Door(never, administrators, ("appointment",), {"action": "decline"}),
    "recoveries": Door(recovering, recovering),
    "recovery-decision": Door(never, recovering, ("recovery",), {"action": "decline"}),
    "rewordings": Door(administrators), "room-rewording": Door(administrators, administrators, ("rain",)),
    "theme-rewording": Door(administrators, administrators, ("climate",)),
    "rewording-decision": Door(never, administrators, ("rewording",), {"action": "decline"}),
    "memberships": Door(administrators, administrators),
    "membership-decision": Door(never, administrators, ("membership",), {"action": "decline"}),
    "name-requests": Door(officers, officers),
    "name-decision": Door(never, officers, ("wished",), {"action": "decline"}),
    # The desk.
    "desk": Door(officers), "desk-bulk": Door(officers, officers), "desk-bulk-sample": Door(officers),
    "desk-trail": Door(officers), "desk-trail-csv": Door(officers),
    "desk-application": Door(officers, args=("mandate kind", "asked")),
    "desk-decision": Door(never, officers, ("mandate kind", "asked"), {"verb": "claim"}),
    "desk-note": Door(never, officers, ("mandate kind", "asked"), {"words": "Seen."}),
    "desk-describe": Door(never, officers, ("body id",), {"name": "Another body"}),
    "desk-check": Door(never, officers, ("evidence",)),
    "desk-pages": Door(lambda a, r: {NOWHERE} if officers(a, r) == {IN} else officers(a, r), args=("evidence",)),
    "desk-change": Door(never, officers, ("change",), {"verb": "confirm"}), "reauthenticate-by-code": Door(own_account, own_account),
    "desk-document": Door(lambda a, r: {NOWHERE} if officers(a, r) == {IN} else officers(a, r), args=("evidence",)),
    # Speaking for a body.
    "steward": Door(stewarding, args=("body",)), "invitations": Door(stewarding, stewarding, ("body",)),
    "speak-for": Door(applying), "register-body": Door(applying, applying),
    "speak-for-body": Door(applying, applying, ("body",)), "my-mandates": Door(signed_in),
    "mandate-evidence": Door(applicant, applicant, ("asked",)),
    "organisation-evidence": Door(lambda a, r: {NOWHERE, "to profile"} if a.signed_in else {ENTRANCE}, args=("body id",)),
    "mandate-decision": Door(never, deciding_for_a_body, ("asked",), {"act": "accredit"}),
    "mandate-resign": Door(never, lambda a, r: {NOWHERE, "to profile"} if a.signed_in else {ENTRANCE}, ("mandate",)),
    "mandate-stewardship": Door(
        never, lambda a, r: {NOWHERE, "to profile"} if a.signed_in else {ENTRANCE}, ("mandate",), {"answer": "accept"}
    ),
    "mandate-renew": Door(never, lambda a, r: {NOWHERE, "to profile"} if a.signed_in else {ENTRANCE}, ("mandate",)),
    "answer-invitation": Door(
        never, lambda a, r: {NOWHERE, "to profile"} if a.signed_in else {ENTRANCE}, ("invitation id",), {"answer": "accept"}
    ),
    "cancel-invitation": Door(never, deciding_for_a_body, ("invitation id",)),
    # One's own account.
    **dict.fromkeys(("profile", "leave"), Door(own_account, own_account)),
    **dict.fromkeys(("data", "data-download"), Door(own_account)),
    "data-json": Door(own_account, args=("no key",)), "data-html": Door(own_account, args=("no key",)),
    "stay": Door(lambda a, r: {METHOD} if a.signed_in else {ENTRANCE}, own_account),
    "agree": Door(lambda a, r: {METHOD} if a.signed_in else {ENTRANCE}, own_account),
    "end-session": Door(lambda a, r: {METHOD} if a.signed_in else {ENTRANCE}, own_account, ("1",)),
    # The administration.
    **dict.fromkeys(("admin:index", "admin:password_change_done", "admin:jsi18n"), Door(by_staff)),
    "admin:password_change": Door(by_staff, onward="account_change_password"),
    # Whoever is in already is led on; for others it is a way to the entrance, or closed.
    "admin:login": Door(known_staff, onward="admin:index"),
    "admin:logout": Door(lambda a, r: {METHOD} if a.moderates else {IN, FORBIDDEN}, onward="admin:index"),
    "admin:autocomplete": Door(by_nobody), "admin:view_on_site": Door(by_nobody, args=("1", "1")),
    "admin:app_list": Door(by_permission, args=("rooms",)),
}  # fmt: skip
# Of every model that the administration shows: pages for those with the permission, and those that are for nobody. In this theme
# people have spoken.
CLOSED = {
    "user": ("add", "delete"),
    "room": ("delete",),
    "participant": ("delete",),
    "theme": ("delete",),
    "refuseddomain": (),
}
for _label in ("accounts_user", "accounts_refuseddomain", "rooms_theme", "rooms_room", "rooms_participant"):
    for _page in ("changelist", "add", "history", "delete", "change"):
        _rule = by_nobody if _page in CLOSED[_label.partition("_")[2]] else by_permission
        _args = () if _page in ("changelist", "add") else (_label,)
        DOORS[f"admin:{_label}_{_page}"] = Door(_rule, never if _page == "history" else _rule, _args)
# Libraries' own addresses, by the beginning of their names: how one signs in, and the own account.
FAMILIES = {
    "account_": entrance, "mfa_signup_webauthn": entrance, "mfa_login_webauthn": entrance, "mfa_": own_account,
    "usersessions_": own_account, "stop-address-change": nobody, "stop-mail": nobody,
    # Django's catch-alls of the administration: they lead on, or to the entrance.
    "admin:<path": leading_on, "admin:(?P<url>": by_nobody,
}  # fmt: skip


def named(patterns=None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespaces, pattern) of every address."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from named(each.url_patterns, (*spaces, each.namespace) if each.namespace else spaces)
        else:
            yield ":".join((*spaces, each.name or str(each.pattern))), each
