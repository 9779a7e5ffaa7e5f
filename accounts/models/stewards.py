from accounts.models.organisation import Organisation
from accounts.models.user import User


def stewards(organisation: Organisation, person: User) -> bool:
    """Whether this person may accredit others for this body."""
    held = organisation.mandates.filter(steward=True).in_hand([person.pk])
    return any(mandate.usable for mandate in held[person.pk])
