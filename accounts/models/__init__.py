from accounts.models.mandate import Mandate
from accounts.models.organisation import Organisation
from accounts.models.user import User

__all__ = ["Mandate", "Organisation", "User"]
