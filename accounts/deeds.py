"""What stands in the audit trail, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "asked": gettext_lazy("asked for it"),
    "entered": gettext_lazy("entered it from a list"),
    "claimed": gettext_lazy("took it up"),
    "released": gettext_lazy("put it back"),
    "accredited": gettext_lazy("accredited it"),
    "confirmed": gettext_lazy("confirmed it"),
    "second_key": gettext_lazy("asked for the second key that its sector needs now"),
    "refused": gettext_lazy("refused it"),
    "suspended": gettext_lazy("suspended it"),
    "reinstated": gettext_lazy("reinstated it"),
    "revoked": gettext_lazy("revoked it"),
    "resigned": gettext_lazy("gave it back"),
    "steward": gettext_lazy("made the holder a steward"),
    "no_steward": gettext_lazy("took the stewardship away"),
    "described": gettext_lazy("corrected the description"),
    "change_proposed": gettext_lazy("proposed another description"),
    "change_confirmed": gettext_lazy("confirmed another description"),
    "change_refused": gettext_lazy("refused another description"),
    "change_taken_back": gettext_lazy("took back the description they had proposed"),
    "added": gettext_lazy("handed in evidence"),
    "checked": gettext_lazy("checked evidence"),
    "made": gettext_lazy("made a link for a delegation"),
    "accepted": gettext_lazy("came with a link of a delegation"),
    "cancelled": gettext_lazy("cancelled a link for a delegation"),
    "read": gettext_lazy("read a document"),
    "taken": gettext_lazy("took the original of a document"),
    "tried": gettext_lazy("tried a table of mandates"),
    "officer.appointed": gettext_lazy("appointed an officer"),
    "officer.dismissed": gettext_lazy("dismissed an officer"),
    "moderator.appointed": gettext_lazy("appointed a moderator"),
    "moderator.dismissed": gettext_lazy("dismissed a moderator"),
    "lead.appointed": gettext_lazy("appointed a leading moderator"),
    "lead.dismissed": gettext_lazy("dismissed a leading moderator"),
    "administrator.appointed": gettext_lazy("appointed an administrator"),
    "administrator.dismissed": gettext_lazy("dismissed an administrator"),
    "person.renamed": gettext_lazy("corrected somebody’s name"),
    "suspension.proposed": gettext_lazy("proposed to suspend somebody, or to let them take part again"),
    "suspension.confirmed": gettext_lazy("agreed to suspend somebody, or to let them take part again"),
    "suspension.declined": gettext_lazy("did not agree to suspend somebody, or to let them take part again"),
    "recovery.proposed": gettext_lazy("proposed to give an account back, with a new address"),
    "recovery.confirmed": gettext_lazy("agreed to give an account back, with a new address"),
    "recovery.declined": gettext_lazy("did not agree to give an account back"),
    "appointment.proposed": gettext_lazy("proposed to give somebody a power, or to take it"),
    "appointment.confirmed": gettext_lazy("agreed to give somebody a power, or to take it"),
    "appointment.declined": gettext_lazy("did not agree to give somebody a power, or to take it"),
}


def told(verb: str) -> str:
    """What was done, in words; a verb that has none yet as it stands."""
    return str(ACTS[verb] if verb in ACTS else ACTS.get(verb.rpartition(".")[2], verb))
