"""For pages: what this process knows of who is here, without touching the loop."""

from dialogue.live.crowd import EMPTY
from dialogue.live.hub import running


def present(stream_id: int) -> dict:
    """{"total", "sectors", "countries"} of one stream as last told to its readers; zero where nobody of this process listens."""
    for hub in running():
        presence = hub.presence.get(stream_id)
        if presence is not None:
            return presence.snapshot
    return EMPTY
