"""What a database can do to people, beside being away."""

import pytest
from django.db import connection

REFUSE = {
    "sqlite": ["CREATE TRIGGER refusing_{0} BEFORE INSERT ON {0} BEGIN SELECT RAISE(ABORT, 'refused'); END"],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refusing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$",
        "CREATE TRIGGER refusing_{0} BEFORE INSERT ON {0} FOR EACH ROW EXECUTE FUNCTION refusing()",
    ],
}
ALLOW = {"sqlite": "DROP TRIGGER refusing_{0}", "postgresql": "DROP TRIGGER refusing_{0} ON {0}"}


@pytest.fixture
def refuse(transactional_db):
    """Called with a table: whatever is inserted there fails from then on, until `refuse.no_more()`."""
    tables = []

    def begin(table: str) -> None:
        with connection.cursor() as cursor:
            for words in REFUSE[connection.vendor]:
                cursor.execute(words.format(table))
        tables.append(table)

    def no_more() -> None:
        while tables:
            connection.cursor().execute(ALLOW[connection.vendor].format(tables.pop()))

    begin.no_more = no_more
    yield begin
    no_more()
