"""What a person does in a room costs the same however much was said in it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.rooms.models import Room
from tests.people import edit, react, say, withdraw

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the plan of SQLite, which knows nothing of how full a table is"
)
# What grows with a debate; and looking for all of a room is reading the room.
GROWING = re.compile(r"SCAN (rooms_post|rooms_thread|live_event)|rooms_post USING INDEX \w+ \(room_id=\?\)")


def plans_of(act) -> dict[str, str]:
    """{statement: how the database goes about it} of all that `act` asks."""
    with CaptureQueriesContext(connection) as asked:
        act()
    found = {}
    with connection.cursor() as cursor:
        for query in asked:
            if query["sql"].startswith(("SELECT", "UPDATE", "WITH")):
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                found[query["sql"]] = " ".join(row[3] for row in cursor.fetchall())
    return found


@pytest.mark.parametrize("slow", [0, 10])
def test_nothing_ada_does_reads_all_that_was_said(room, ada, bo, slow):
    Room.objects.filter(pk=room.pk).update(slow=slow)
    opened = say(bo, room, "We share the well.")
    acts = [
        lambda: say(ada, room, "So do we.", parent=opened.seq),
        lambda: react(ada, opened, "agree"),
        lambda: edit(bo, opened, "We share the well and the road."),
        lambda: withdraw(bo, opened),
    ]
    for act in acts:
        for statement, plan in plans_of(act).items():
            # The whole room's last posts, in their order, end after twenty.
            if "LIMIT" not in statement:
                assert not GROWING.search(plan), (statement, plan)
