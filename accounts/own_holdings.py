"""What the accounts hold about a person: the account itself, how they sign in, their mandates and what they agreed to."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import holdings
from accounts.models import ActWords, Mandate, User

ACCOUNT = (
    "email", "name", "handle", "country", "languages", "interface_language", "source", "joined_at", "last_login",
    "suspended_until", "show_country", "show_posts", "leaves_at", "is_staff", "is_officer",
)  # fmt: skip


def account(person: User) -> dict:
    return {field: getattr(person, field) for field in ACCOUNT}


def signing_in(person: User) -> dict:
    """How they sign in. Secrets are never told: not even their owner needs them."""
    return {
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
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
                "accredited_at", "refused_at", "suspended_at", "revoked_at",
            )
        ),
        "acts about you": list(person.acts_about.values("at", "verb", "ground", "words_apart__words")),
        "acts by you": list(person.acts.values("at", "verb", "ground", "words_apart__words")),
    }  # fmt: skip


def consents(person: User) -> list:
    return list(person.consents.values("document", "version", "at"))


def erase_account(person: User) -> None:
    """Whatever names them goes; a row without a name stays, so that the record keeps its numbers."""
    with transaction.atomic():
        for session in UserSession.objects.filter(user=person):
            session.end()
        EmailAddress.objects.filter(user=person).delete()
        Authenticator.objects.filter(user=person).delete()
        person.groups.clear()
        person.user_permissions.clear()
        person.become_tombstone()
        people = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=people, object_id=str(person.pk)).update(object_repr="", change_message="")


def erase_mandates(person: User) -> None:
    """Mandates end. Those once in force stay in the public record, others lose their words; so do reasons about the person."""
    for mandate in person.mandates.filter(refused_at=None, revoked_at=None):
        mandate.resign(person)
    in_force = Mandate.objects.of_public_record().filter(person=person).values("pk")
    person.mandates.exclude(pk__in=list(in_force.values_list("pk", flat=True))).update(
        title="", territory="", themes=[]
    )
    ActWords.objects.filter(act__person=person).delete()
    ActWords.objects.filter(act__mandate__person=person).delete()


def erase_consents(person: User) -> None:
    person.consents.all().delete()


def register() -> None:
    holdings.register("account", _("Your account"), account, erase_account)
    holdings.register("signing in", _("How and where you sign in"), signing_in, lambda person: None)
    holdings.register("mandates", _("Your mandates, and what was decided about them"), mandates, erase_mandates)
    holdings.register("consents", _("What you agreed to"), consents, erase_consents)
