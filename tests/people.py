"""What people do in tests, in one line each; always through the verbs the doors call."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.reauthentication import OWNER
from dialogue.live.refusals import Refusal
from dialogue.rooms.models import Post, Reaction, Room
from dialogue.rooms.models.reaction import Wish
from dialogue.rooms.publication import Draft, Publication
from dialogue.rooms.revising import Edit, Withdrawal, revise_one
from dialogue.rooms.wording import Likely

# Of everybody's app.
SECRET = "JBSWY3DPEHPK3PXP"


def person(name: str, **fields) -> User:
    """Somebody who has been here for a month. Moderators and administrators come with the second factor their powers need."""
    fields.setdefault("joined_at", timezone.now() - timedelta(days=30))
    who = User.objects.create_user(f"{name.split()[0].lower()}@example.org", name=name, **fields)
    return give_factor(who) if who.is_staff or who.is_superuser else who


def give_factor(who: User) -> User:
    """They have set up an app that shows codes."""
    if not Authenticator.objects.filter(user=who, type=Authenticator.Type.TOTP).exists():
        Authenticator.objects.create(user=who, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    return who


def draft(who: User, room: Room, text: str, **fields) -> Draft:
    fields.setdefault("key", uuid4())
    return Draft(
        room.stream_id, room.pk, who.pk, text=text, likely=Likely(room.languages, who.languages), session=None, **fields
    )


def say(who: User, room: Room, text: str, **fields) -> Post:
    answer = Publication.one(draft(who, room, text, **fields))
    return Post.objects.with_people().get(room=room, seq=answer["seq"])


def edit(who: User, post: Post, text: str) -> dict:
    return revise_one(Edit(post.room.stream_id, post.room_id, who.pk, uuid4(), post.seq, text, session=None))


def withdraw(who: User, post: Post) -> dict:
    return revise_one(Withdrawal(post.room.stream_id, post.room_id, who.pk, uuid4(), post.seq, session=None))


def react(who: User, post: Post, kind: str | None) -> dict:
    wish = Wish(post.room.stream_id, post.room_id, who.pk, post.seq, kind, session=None)
    wish.prepare()
    outcome = Reaction.objects.express([wish])[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def sign_in(
    browser: Client, who: User, ago: timedelta = timedelta(0), methods: tuple[str, ...] = ("code", "mfa")
) -> None:
    """`who` is signed in to this browser, and has shown so long ago who they are."""
    browser.force_login(who)
    prove(browser, who, ago, methods)


def prove(
    browser: Client, who: User, ago: timedelta = timedelta(0), methods: tuple[str, ...] = ("code", "mfa")
) -> None:
    """What a sign-in leaves in the session of who has come in by `methods`; none for somebody who never showed anything."""
    session = browser.session
    at = timezone.now().timestamp() - ago.total_seconds()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": at} for method in methods]
    session[OWNER] = str(who.pk)
    session.save()


def go_there(browser: Client, code: str, process: str = "login"):
    """Signing in at the institution, which knows them as `code`, and coming back from it."""
    there = browser.post(f"/en/accounts/oidc/isles/login/?process={process}").url
    asked = parse_qs(urlsplit(there).query)
    back = urlsplit(asked["redirect_uri"][0]).path
    return there, asked, browser.get(back, {"code": code, "state": asked["state"][0]})


def mailed_code() -> str:
    """What the newest mail says to type."""
    return re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]


def sign_up(browser: Client, address: str, name: str, door: str = "account_signup", **fields) -> None:
    """As far as the code goes, and the code."""
    browser.post(reverse(door), {"email": address, "name": name, **fields})
    browser.post(reverse("account_email_verification_sent"), {"code": mailed_code()})
