"""Keys of names that an earlier edition of the rules made are made anew: in `prepare`, and hourly for what old processes add."""

from datetime import datetime

from django.db import transaction

from accounts import alike
from accounts.housekeeping import each
from accounts.models import NameKey, Organisation, User
from accounts.name_rules import edition
from accounts.namesakes import seek_again


def refold(now: datetime | None = None) -> int:
    """For how many people and bodies keys were made anew. Others may be taken for holders by new rules: they are sought too."""
    old = NameKey.objects.exclude(edition=edition())
    people = list(User.objects.filter(pk__in=old.values("person")))
    bodies = list(Organisation.objects.filter(pk__in=old.values("organisation")))
    try:
        return each([*people, *bodies], _anew)
    finally:
        if people:
            seek_again.enqueue()


@transaction.atomic
def _anew(owner: User | Organisation) -> bool:
    # Another name may have been given meanwhile.
    owner = type(owner)._base_manager.select_for_update(no_key=True).get(pk=owner.pk)
    _person(owner) if isinstance(owner, User) else owner.keep_name()
    return True


def _person(person: User) -> None:
    """The name they bear, and each they bore beside words of a body."""
    turned = [m.confirmed_at or m.accredited_at for m in person.mandates.of_public_record()]
    since = person.earlier_names.filter(at__gte=min(turned)) if turned else person.earlier_names.all()
    names = {person.name, *map(str, since)} - {""}
    NameKey.objects.keep(set().union(*map(alike.keys_of, names)), person=person)
