from dialogue.rooms.models.choice import TakenBack
from dialogue.rooms.models.membership import Membership
from dialogue.rooms.models.participant import Participant
from dialogue.rooms.models.post import Post, Revision
from dialogue.rooms.models.reaction import Reaction
from dialogue.rooms.models.rewording import Rewording
from dialogue.rooms.models.room import Room
from dialogue.rooms.models.searched import Searched
from dialogue.rooms.models.theme import Theme
from dialogue.rooms.models.thread import Thread
from dialogue.rooms.models.voice import Voice

__all__ = [
    "Membership",
    "Participant",
    "Post",
    "Reaction",
    "Revision",
    "Rewording",
    "Room",
    "Searched",
    "TakenBack",
    "Theme",
    "Thread",
    "Voice",
]
