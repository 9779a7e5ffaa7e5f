"""What the items of a download are called, and how their values read: programs get the names of the fields, people get words."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.cldr import page_language
from accounts.deeds import told
from accounts.grounds import Ground
from accounts.places import country_name, language_name

NAMES: dict[str, str | Promise] = {
    "email": _("e-mail address"), "name": _("public name"), "handle": _("address of your page"),
    "country": _("country"), "languages": _("languages you read"), "interface_language": _("language of the pages"),
    "source": _("public record it was taken from"), "joined_at": _("account created on"),
    "last_login": _("last signed in on"), "suspended_until": _("suspended until"),
    "show_country": _("show my country on my page"), "show_posts": _("list my posts on my page"),
    "findable": _("let others find me before my first post"),
    "leaves_at": _("to be deleted on"), "is_staff": _("staff"), "is_officer": _("reviewer"),
    "is_lead": _("leading moderator"),
    "names before": _("earlier names"), "names asked for": _("names you asked for"), "why": _("why it is yours"),
    "granted": _("granted"), "granted_name": _("name that reviewers granted you"),
    "decisions about names": _("decisions about names"), "asked__name": _("public name"), "grants": _("granted"),
    "at": _("when"),
    "suspensions": _("suspensions"), "appointments": _("appointments"),
    "recoveries": _("recoveries of the account"), "begun_at": _("since"),
    "until": _("until"), "lifted_at": _("lifted on"), "reason": _("reason"), "power": _("role"), "gives": _("given"),
    "addresses": _("e-mail addresses"), "verified": _("confirmed as yours"), "primary": _("the one we write to"),
    "changes of the address": _("changes of the address"), "address": _("new e-mail address"),
    "due_at": _("planned for"), "stopped_at": _("stopped on"), "done_at": _("done on"),
    "second factors": _("passkeys, apps and recovery codes"), "type": _("kind"), "created_at": _("set up on"),
    "last_used_at": _("last used on"), "devices": _("where you are signed in"), "ip": _("internet address"),
    "user_agent": _("browser"), "last_seen_at": _("last seen on"),
    "mandates": _("mandates"), "invitations": _("invitations to speak for an organisation"), "made_at": _("created on"),
    "expires_at": _("can be accepted until"), "used_at": _("accepted on"), "declined_at": _("declined on"),
    "organisation__name": _("organisation"), "organisation": _("organisation"),
    "sector": _("sector"), "website": _("website"), "domains": _("internet domains"),
    "title": _("title"), "themes": _("themes"), "territory": _("territory"), "valid_from": _("from"),
    "valid_until": _("until"), "asked_at": _("asked on"), "accredited_at": _("approved on"),
    "refused_at": _("refused on"), "suspended_at": _("suspended on"),
    "hold_until": _("suspended until, unless it is confirmed"), "revoked_at": _("revoked on"),
    "evidence": _("evidence"), "kind": _("kind"), "added_at": _("sent on"), "checked_at": _("checked on"),
    "words": _("its text"), "file_type": _("kind of file"), "size": _("size in bytes"),
    "sha256": _("fingerprint of the file (SHA-256)"), "removed_at": _("deleted on"),
    "acts about you": _("decisions about you"), "acts by you": _("what you did as an applicant or reviewer"),
    "verb": _("action"), "ground": _("ground"), "words_apart__words": _("reason given"),
    "document": _("document"), "version": _("version"),
}  # fmt: skip


def country(code: str) -> str:
    return country_name(code, page_language())


def language(code: str) -> str:
    return language_name(code, page_language())


VALUES: dict[str, Callable[[str], object]] = {
    "verb": told,
    "ground": lambda ground: Ground(ground).label,
    "country": country,
    "interface_language": language,
    "languages": language,
}


def call(names: Mapping[str, str | Promise], values: dict[str, Callable[[str], object]] | None = None) -> None:
    """Upper floors name their own items at start-up."""
    NAMES.update(names)
    VALUES.update(values or {})


def name_of(item: str) -> str:
    return str(NAMES.get(item, item))


def value_of(item: str, held: object) -> object:
    """What is held under this name, in words where it has some."""
    if isinstance(held, list):
        return [value_of(item, each) for each in held]
    return VALUES[item](held) if held and item in VALUES and isinstance(held, str) else held
