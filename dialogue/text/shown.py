"""What somebody had before them while they wrote, in short: sent back with what they wrote, it says whether that still stands."""

import hashlib
import json


def digest(stands: dict) -> str:
    """16 hex digits, the same wherever the same stands: in whatever order it was put together."""
    return hashlib.sha256(json.dumps(stands, sort_keys=True).encode()).hexdigest()[:16]
