"""What the accounts hold about a person: the account itself, how they sign in, their mandates and what they agreed to."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from accounts import holdings
from accounts.erasing import erase_account, erase_bodies, erase_consents, erase_mandates
from accounts.models import Evidence, Invitation, Organisation, User

ACCOUNT = (
    "email", "name", "handle", "country", "languages", "interface_language", "source", "joined_at", "last_login",
    "suspended_until", "show_country", "show_posts", "findable", "leaves_at", "granted_name", "is_staff", "is_lead", "is_officer",
)  # fmt: skip


def account(person: User) -> dict:
    told = {field: getattr(person, field) for field in ACCOUNT}
    begun = {"begun_at__isnull": False}
    return told | {
        "names before": list(person.earlier_names.values("name", "at")),
        "names asked for": list(person.name_requests.values("name", "why", "asked_at", "granted")),
        "decisions about names": list(
            person.namedecisions.filter(**begun).values("begun_at", "asked__name", "grants", "reason")
        ),
        "suspensions": list(person.suspensions.filter(**begun).values("begun_at", "until", "lifted_at", "reason")),
        "recoveries": list(person.recoveries.filter(**begun).values("begun_at", "address", "reason")),
        "appointments": list(person.appointments.filter(**begun).values("begun_at", "power", "gives", "reason")),
    }


def signing_in(person: User) -> dict:
    """How they sign in. Secrets are never told: not even their owner needs them."""
    return {
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "changes of the address": list(
            person.address_changes.values("address", "asked_at", "due_at", "stopped_at", "done_at")
        ),
        "second factors": list(Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")),
        "devices": list(
            UserSession.objects.filter(user=person).values("ip", "user_agent", "created_at", "last_seen_at")
        ),
    }


def mandates(person: User) -> dict:
    return {
        "mandates": list(
            person.mandates.order_by("pk").values(
                "organisation__name", "title", "themes", "territory", "valid_from", "valid_until", "asked_at",
                "accredited_at", "refused_at", "suspended_at", "hold_until", "revoked_at",
            )
        ),
        "invitations": list(
            Invitation.objects.sent_to(person.email).values(
                "organisation__name", "title", "themes", "territory", "valid_from", "valid_until", "made_at", "expires_at",
                "used_at", "declined_at",
            )
        ),
        "evidence": list(
            Evidence.objects.filter(added_by=person).values(
                "kind", "added_at", "checked_at", "words", "file_type", "size", "sha256", "removed_at"
            )
        ),
        "acts about you": list(person.acts_about.values("at", "verb", "ground", "words_apart__words")),
        "acts by you": list(person.acts.values("at", "verb", "ground", "words_apart__words")),
    }  # fmt: skip


def bodies(person: User) -> list:
    asked = Organisation.objects.filter(asked_by=person).order_by("pk")
    return list(asked.values("name", "sector", "country", "territory", "website", "domains", "asked_at"))


def consents(person: User) -> list:
    return list(person.consents.values("document", "version", "at"))


def register() -> None:
    holdings.register("account", _("Your account"), account, erase_account)
    holdings.register("signing in", _("How and where you sign in"), signing_in, lambda person: None)
    holdings.register("mandates", _("Your mandates, and decisions about them"), mandates, erase_mandates)
    holdings.register("bodies", _("Organisations you asked us to register"), bodies, erase_bodies)
    holdings.register("consents", _("What you agreed to"), consents, erase_consents)
