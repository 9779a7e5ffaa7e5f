"""Mail that anybody can have sent to any mailbox, by writing its address into a form: how much of it, and how it is stopped.

One that holds a sign-in code is sent again rather than refused: while a code is on its way to a mailbox, every browser that asks
for one waits for that same code, and whoever reads the mailbox gets in, whoever made the forum write.
"""

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.urls import reverse

from accounts import budgets, guessing
from accounts.known_devices import known
from accounts.mailboxes import is_plain
from accounts.models import User
from dialogue.limits.budgets import Spent
from dialogue.limits.keys import hashed
from dialogue.limits.networks import network

# All others go to whoever has done something, or about whom something was decided.
UNASKED = {
    "account/email/login_code", "account/email/unknown_account", "account/email/account_already_exists",
    "account/email/email_confirmation", "account/email/email_confirmation_signup", "account/email/password_reset_code",
    "accounts/email/evidence_code", "accounts/email/reauthentication_code", "accounts/email/mandate_offered",
}  # fmt: skip
SIGN_IN = ("account_request_login_code", "account_confirm_login_code")
# What one officer sends has a ceiling in lines (desk/lines.py), and a table of them spends nothing that others of the network need.
TABLES = ("desk-bulk",)
STOPPED_DAYS = 30
_signer = signing.Signer(salt="accounts.unasked_mail")


def row(what: str, mailbox: str) -> str:
    """Where the cache keeps it."""
    return hashed("unasked mail", what, mailbox)


def allowed(request, mailbox: str) -> bool:
    """Whether to send it: no, where its owner has stopped such mail, or where a code is on its way already, nor to an address
    in one of many spellings that no account has. Spent where too many were sent. What is answered does not depend on whether
    the mailbox has an account."""
    mailbox = mailbox.lower()
    if not is_plain(mailbox) and not User.objects.filter(email=mailbox).exists():
        return False
    if owner := known(request, mailbox):
        budgets.MAIL_KNOWN.take(*owner)
        return True
    door = request.resolver_match.url_name if request.resolver_match else ""
    at_sign_in = door in SIGN_IN
    here = network(request.META["REMOTE_ADDR"])
    at_once, a_day = (
        (budgets.CODE_MAIL_AT_ONCE, budgets.CODE_MAIL) if at_sign_in else (budgets.MAIL_AT_ONCE, budgets.MAIL)
    )
    spends: guessing.Spends = [(at_once, (mailbox,)), (a_day, (mailbox,))]
    if door not in TABLES:
        spends.insert(0, (budgets.MAIL_FROM, (here,)))
        if request.user.is_authenticated:
            spends.insert(0, (budgets.MAIL_BY_PERSON, (request.user.pk,)))
    try:
        guessing.take(spends)
    except Spent:
        if at_sign_in and cache.get(row("on its way", mailbox)):
            return False
        raise
    if at_sign_in:
        cache.set(row("on its way", mailbox), True, settings.CODE_MINUTES * 60)
    return not stopped(hashed("mailbox", mailbox))


def code_for(mailbox: str, new: str) -> str:
    """The sign-in code on its way to this mailbox; `new`, from now on, where there is none. It is sent again for a quarter of
    an hour, and right for as long after."""
    if cache.add(row("sent again", mailbox), True, settings.CODE_MINUTES * 60):
        cache.set(row("code", mailbox), new, 2 * settings.CODE_MINUTES * 60)
        return new
    return code_on_its_way(mailbox) or new


def code_on_its_way(mailbox: str) -> str:
    return cache.get(row("code", mailbox)) or ""


def used(mailbox: str) -> None:
    """A code signs in once."""
    cache.delete_many([row("code", mailbox), row("sent again", mailbox)])


def stop_link(mailbox: str) -> str:
    """The path of the page where whoever reads this mail stops the next ones. It holds a hash, not the address."""
    return reverse("stop-mail", args=[_signer.sign(hashed("mailbox", mailbox.lower())).replace(":", "~")])


def opened(token: str) -> str | None:
    """Which mailbox (its hash) a link is for; None for a link we did not make."""
    try:
        return _signer.unsign(token.replace("~", ":"))
    except signing.BadSignature:
        return None


def stopped(mailbox: str) -> bool:
    return bool(cache.get(row("stopped", mailbox)))


def stop(mailbox: str) -> None:
    cache.set(row("stopped", mailbox), True, STOPPED_DAYS * 86400)


def allow_again(mailbox: str) -> None:
    cache.delete(row("stopped", mailbox))
