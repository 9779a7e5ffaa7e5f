"""All that opens an account, and its end: once the account is given back to its owner, or erased, nothing of before opens it.
tests/accounts/test_ways_in.py wants whatever points at a person to be said a way in, or none."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection

from accounts.models.user import User

CONNECTIONS, DISCONNECT = "socialaccount_socialaccount", "DELETE FROM socialaccount_socialaccount WHERE user_id = %s"


def close(person: User) -> None:
    """In the transaction that gives the account its next address, or none. What has no row ends by it: browsers are known
    by password or factors (known_devices), codes under way ask whether their mailbox is still the account's (`is_of`), and of
    changes of address one waits at a time."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    # By hand: where nobody signs in at an institution now, there is no model of it, and what was connected before waits.
    if CONNECTIONS in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(DISCONNECT, [person.pk])
    person.set_unusable_password()
    person.save(update_fields=["password"])


def is_of(person: User, address: str) -> bool:
    """Whether a code that went to this mailbox still says something about who may come in."""
    address = address.lower()
    return address == person.email.lower() or EmailAddress.objects.filter(user=person, email=address).exists()


def is_open(request, person: User) -> bool:
    """Whether what was shown in this session, some of it minutes ago, still lets this person in."""
    said = [record.get("email") for record in get_authentication_records(request, person)]
    return all(is_of(person, address) for address in said if address)
