"""Why a socket is closed. 4000-4499: come back; 4500-4999: stay away (docs/protocol.md)."""

# Come back.
RESTART = 1012  # this process ends; another one is there, or will be in a moment
TOO_SLOW = 4008  # nothing was acknowledged for 15 s
SILENT = 4009  # nothing was heard for 50 s
RELOAD = 4010  # the page must be loaded anew first: another epoch, or too far behind
TOO_MUCH = 4029  # more messages or bytes than a person can send; come back after half a minute
BUSY = 4030  # the server cannot look up who you are right now
# Stay away.
SIGNED_OUT = 4501  # the session this socket was opened with has ended
NOT_HERE = 4504  # no such room, or not for this reader
BAD_FRAMES = 4508  # three messages in a row that are not in the protocol
