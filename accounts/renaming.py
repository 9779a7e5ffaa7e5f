"""Correcting a name that its bearer cannot change: a slip in the name of somebody who speaks, or spoke, for a body."""

from django.db import transaction

from accounts.models import Act, NameChange, User
from accounts.namesakes import officials, seek


@transaction.atomic
def correct(person: User, raw: str) -> str:
    """The name they bear from now on; ValidationError when it cannot be one. For whoever runs the server.

    It stands in the audit trail without either name, which are words about a person; the one before is kept for moderators.
    """
    [person] = User.objects.held(person.pk, keys=True)
    name, before = User.free_name(raw, of=person), person.name
    if name != before:
        NameChange.refuse_while_asked(person)
        person.bear(name, before)
        if first := officials().filter(person=person).order_by("pk").first():
            seek.enqueue(first.pk)
        Act.record("person.renamed", None, person=person)
    return name
