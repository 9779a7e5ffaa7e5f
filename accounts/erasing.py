"""How an account is erased, part by part; `leaving` says when."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from accounts import ways_in
from accounts.models import ActWords, Evidence, Mandate, Organisation, User
from accounts.namesakes import mark_if_alike


def erase_account(person: User) -> None:
    """Whatever names them goes; a row without a name stays, so that the record keeps its numbers."""
    with transaction.atomic():
        ways_in.close(person)
        person.earlier_names.all().delete()
        person.address_changes.all().delete()
        person.suspensions.all().delete()
        person.appointments.all().delete()
        person.recoveries.all().delete()
        person.name_requests.all().delete()
        person.groups.clear()
        person.user_permissions.clear()
        namesakes = list(person.namesakes.all())
        person.become_tombstone()
        for other in User.objects.filter(pk__in=[each.pk for each in namesakes]):
            # There may be a second official of this name.
            mark_if_alike(other)
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
    for piece in Evidence.objects.filter(Q(added_by=person) | Q(mandate__person=person)):
        piece.erase()
    ActWords.objects.filter(act__person=person).delete()
    ActWords.objects.filter(act__mandate__person=person).delete()


def erase_bodies(person: User) -> None:
    """Bodies they asked for that were never in force, and that nobody else wants to speak for: what is known of them came from
    this person alone. The row stays empty, for the audit trail points at it."""
    asked = Organisation.objects.filter(asked_by=person, confirmed_at=None)
    for body in asked.exclude(mandates__in=Mandate.objects.exclude(person=person)):
        with transaction.atomic():
            # Locked, as officers lock it: what has come into force meanwhile is no longer theirs alone.
            body.lock()
            if body.confirmed_at:
                continue
            for piece in body.evidence.all():
                piece.erase()
            ActWords.objects.filter(act__organisation=body).delete()
            body.become_tombstone()


def erase_consents(person: User) -> None:
    person.consents.all().delete()
