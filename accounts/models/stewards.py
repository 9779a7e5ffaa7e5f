from accounts.models.organisation import Organisation
from accounts.models.user import User

# What stewards decide for their own body; the second key is always an officer's.
BY_STEWARDS = ("accredited", "refused", "revoked", "suspended", "claimed")


def stewards(organisation: Organisation, person: User) -> bool:
    """Whether this person may accredit others for this body."""
    held = organisation.mandates.filter(steward=True).in_hand([person.pk])
    return any(mandate.usable for mandate in held[person.pk])


def decides_as_steward(verb: str, organisation: Organisation, person: User) -> bool:
    """Whether this person does `verb` to a mandate for this body in its own name."""
    return verb in BY_STEWARDS and stewards(organisation, person)
