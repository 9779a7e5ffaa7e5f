"""People who went by a name like somebody's before that one came to speak for a public body. They keep it; the forum says
beside their words whose they are not, and asks them for a word more."""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django_tasks import task

from accounts import alike, letters
from accounts.look_alikes import holders_alike
from accounts.models import Mandate, User
from accounts.models.mandate import MandateQuerySet
from accounts.models.name_key import keeps_name
from accounts.models.user import NOT_THE_OFFICIAL


@task()
def seek(mandate: int) -> None:
    """Mark whoever could be taken for the holder and was never an official, and write to each of them, once.

    Only names of holders have keys that are kept; so everybody's are made, which takes seconds: not while an officer waits.
    """
    granted = Mandate.objects.select_related("person", "organisation").get(pk=mandate)
    holder = granted.person
    kept = set(holder.name_keys.values_list("key", flat=True))
    for other in unmarked().only("pk", "name").iterator():
        if kept & alike.keys_of(other.name) and alike.resemble(holder.name, other.name):
            mark(other, granted)


@task()
def seek_again() -> None:
    """All namesakes of all officials, where the rules by which names are alike have changed."""
    for other in unmarked().only("pk", "name").iterator():
        mark_if_alike(other)


def mark_if_alike(other: User) -> None:
    if first := official_alike(other.name, other):
        mark(other, first)


def official_alike(name: str, of: User) -> Mandate | None:
    """The mandate of an official for whom somebody of this name could be taken."""
    granted = officials().filter(person__in=holders_alike(name, of))
    return granted.select_related("person", "organisation").order_by("pk").first()


def officials() -> MandateQuerySet:
    """The mandates of whoever spoke or speaks for a public body. One of civil society, which one person grants, makes nobody the
    official of a name."""
    return Mandate.objects.of_public_record().filter(two_keys=True)


def unmarked() -> QuerySet[User]:
    return (
        User.objects.filter(left_at=None, namesake_of=None)
        .exclude(name="")
        .exclude(pk__in=officials().values("person"))
    )


@transaction.atomic
def mark(other: User, granted: Mandate) -> None:
    """The letter is written where the mark is; whoever has been told meanwhile, or is an official by now, is not told."""
    person = User.objects.select_for_update(no_key=True).get(pk=other.pk)
    if person.name == other.name and unmarked().filter(pk=person.pk).exists():
        User.objects.filter(pk=person.pk).update(namesake_of=granted.person)
        words = {"person": person, "mandate": granted, "said": NOT_THE_OFFICIAL, "page": reverse("profile")}
        words |= {
            "granted": person.name == person.granted_name,
            "kept": keeps_name(person),
            "contact": settings.CONTACT_EMAIL,
        }
        letters.write(person, "namesake", words)
