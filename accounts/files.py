"""Files that people hand in as evidence: told by what they begin with, kept apart from everything a browser is ever given."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _

LARGEST = 5 * 1024 * 1024
# What a file begins with, and what it is then; its name and what the browser says of it do not matter.
KINDS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that has been put away."""

    name: str
    type: str
    size: int
    sha256: str


def drawer() -> FileSystemStorage:
    """Outside of everything that is served; only the forum's own user may open it."""
    return FileSystemStorage(
        settings.RUN_DIR / "evidence", base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700
    )


def put_away(upload: File) -> Kept:
    """Keep an upload under a random name; ValidationError when it is too large or of another kind."""
    if upload.size > LARGEST:
        raise ValidationError(_("This file is larger than 5 MB. Upload a smaller one."), code="too_large")
    begins = upload.read(8)
    kind = next((kind for start, kind in KINDS.items() if begins.startswith(start)), "")
    if not kind:
        raise ValidationError(_("This is not a PDF, PNG or JPEG file. Choose another file."), code="kind")
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return Kept(drawer().save(secrets.token_hex(16), upload), kind, upload.size, digest.hexdigest())
