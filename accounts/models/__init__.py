from accounts.models.act import Act, ActWords
from accounts.models.address_change import AddressChange
from accounts.models.appointment import Appointment
from accounts.models.change_request import ChangeRequest
from accounts.models.consent import Consent
from accounts.models.evidence import Evidence
from accounts.models.invitation import Invitation
from accounts.models.mandate import Mandate
from accounts.models.name_change import NameChange
from accounts.models.name_decision import NameDecision
from accounts.models.name_key import NameKey
from accounts.models.name_request import NameRequest
from accounts.models.organisation import Organisation
from accounts.models.recovery import Recovery
from accounts.models.refused_domain import RefusedDomain
from accounts.models.suspension import Suspension
from accounts.models.user import User

__all__ = [
    "Act", "ActWords", "AddressChange", "Appointment", "ChangeRequest", "Consent", "Evidence", "Invitation", "Mandate",
    "NameChange", "NameDecision", "NameKey", "NameRequest", "Organisation", "Recovery", "RefusedDomain", "Suspension", "User",
]  # fmt: skip
