from accounts.models.act import Act, ActWords
from accounts.models.evidence import Evidence
from accounts.models.mandate import Mandate
from accounts.models.organisation import Organisation
from accounts.models.user import User

__all__ = ["Act", "ActWords", "Evidence", "Mandate", "Organisation", "User"]
