from django.db import migrations


# A GIN index on PostgreSQL; on SQLite an FTS5 table beside it that triggers keep.
MADE = {
    "postgresql": [
        # With the window of the table a row stands in, so that the newest can be asked for first (search/index.py). New words wait
        # in a list for the next tidying-up, in which a writer waits: four times as often, a quarter as long.
        "CREATE INDEX IF NOT EXISTS rooms_searched_words ON rooms_searched USING gin "
        "((words || array_to_tsvector(ARRAY['§w' || (id / 32768)::text]))) WITH (gin_pending_list_limit = 1024)"
    ],
    "sqlite": [
        # What a word is has been decided: blanks divide, nothing else. Nothing ranks, so no sizes are kept.
        "CREATE VIRTUAL TABLE IF NOT EXISTS rooms_searched_words USING fts5 "
        "(words, content='rooms_searched', content_rowid='id', columnsize=0, tokenize='ascii')",
        "CREATE TRIGGER IF NOT EXISTS rooms_searched_new AFTER INSERT ON rooms_searched BEGIN "
        "INSERT INTO rooms_searched_words (rowid, words) VALUES (new.id, new.words); END",
        "CREATE TRIGGER IF NOT EXISTS rooms_searched_gone AFTER DELETE ON rooms_searched BEGIN INSERT INTO rooms_searched_words "
        "(rooms_searched_words, rowid, words) VALUES ('delete', old.id, old.words); END",
        "CREATE TRIGGER IF NOT EXISTS rooms_searched_changed AFTER UPDATE OF words ON rooms_searched BEGIN INSERT INTO "
        "rooms_searched_words (rooms_searched_words, rowid, words) VALUES ('delete', old.id, old.words); "
        "INSERT INTO rooms_searched_words (rowid, words) VALUES (new.id, new.words); END",
    ],
}
UNMADE = {
    "postgresql": ["DROP INDEX IF EXISTS rooms_searched_words"],
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS rooms_searched_{name}" for name in ("new", "gone", "changed")),
        "DROP TABLE IF EXISTS rooms_searched_words",
    ],
}


def make(apps, schema_editor):
    for statement in MADE.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in UNMADE.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('rooms', '0003_search'),
    ]

    operations = [
        migrations.RunPython(make, unmake),
    ]
