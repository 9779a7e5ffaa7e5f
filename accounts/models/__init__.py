from accounts.models.act import Act, ActWords
from accounts.models.invitation import Invitation
from accounts.models.mandate import Mandate
from accounts.models.organisation import Organisation
from accounts.models.user import User

__all__ = ["Act", "ActWords", "Invitation", "Mandate", "Organisation", "User"]
