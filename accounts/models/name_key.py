"""By what a name is found that could be taken for one that has to be kept: of who speaks, or spoke, for a body, and of bodies."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import alike
from accounts.name_rules import edition


class NameKeyQuerySet(models.QuerySet["NameKey"]):
    def near(self, keys: Iterable[int]) -> "NameKeyQuerySet":
        """Those that share a key: each may be alike, and is to be compared; all others are not."""
        return self.filter(key__in=set(keys))

    def add(self, keys: Iterable[int], **owner) -> None:
        """These besides: a name that once stood beside words of a body goes to nobody else."""
        new = set(keys) - set(self.filter(**owner).values_list("key", flat=True))
        self._make(new, owner)

    def keep(self, keys: Iterable[int], **owner) -> None:
        """These are the keys of this owner (`person=` or `organisation=`) from now on, and no others."""
        self.filter(**owner).delete()
        self._make(set(keys), owner)

    def _make(self, keys: set[int], owner: dict) -> None:
        made = [self.model(key=key, edition=edition(), **owner) for key in sorted(keys)]
        self.bulk_create(made, batch_size=500)


class NameKey(models.Model):
    """One of the numbers a name is found by (`folded.keys`, `body_names.keys`); derived from the name.

    Those of a person are kept until the person is erased, also those of names before; those of a body are made anew."""

    key = models.BigIntegerField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="name_keys")
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, null=True, related_name="name_keys")
    # Of the rules it was made by (accounts/refolding.py).
    edition = models.CharField(max_length=16, default="", db_default="")

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="name_key_of_one_owner"
            )
        ]

    def __str__(self) -> str:
        return str(self.key)


def keep_person(person) -> None:
    """Whoever has or had a mandate in force is imitated by nobody, under no name they had since."""
    if not person.name:
        # Erased: nothing is left to be taken for.
        NameKey.objects.keep((), person=person)
    elif keeps_name(person):
        NameKey.objects.add(alike.keys_of(person.name), person=person)


def keep_holder(mandate, turned: bool) -> None:
    """The holder of a mandate in force; `turned`: its second key has just been."""
    # Imported here: it stands above both.
    from accounts.namesakes import seek

    if not mandate.person.name_keys.exists():
        keep_person(mandate.person)
    if turned:
        seek.enqueue(mandate.pk)


def keeps_name(person) -> bool:
    """Whether this person's name stands beside words of a body: they have, or once had, a mandate in force.

    Keys outlast a mandate that needs a second key by now, and is out of force until then.
    """
    if person.pk is None:
        return False
    return person.name_keys.exists() or person.mandates.of_public_record().exists()
