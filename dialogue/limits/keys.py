"""Under which keys things are counted: hashes that nobody can make or undo without SECRET_KEY, so that no table of limits is a
list of mailboxes or internet addresses."""

from django.utils.crypto import salted_hmac


def hashed(*parts: object) -> str:
    """40 hexadecimal digits that stand for these parts, in their order."""
    said = "\0".join(str(part) for part in parts)
    return salted_hmac("dialogue.limits", said, algorithm="sha256").hexdigest()[:40]
