from django.db import migrations, models

from dialogue.rooms.search.filling import fill


def take(apps, schema_editor):
    """Posts from before there was a search. What an earlier edition has filed, `prepare` files anew."""
    for _taken in fill(apps.get_model('rooms', 'Post'), apps.get_model('rooms', 'Searched')):
        pass


class Migration(migrations.Migration):

    # Batch by batch: a million posts take minutes, a stop in the middle loses nothing, and PostgreSQL ends a transaction that
    # pauses for a second.
    atomic = False

    dependencies = [
        ('rooms', '0009_choices_told'),
    ]

    operations = [
        # Nullable and without a default: on SQLite any other would make the table anew, without its triggers.
        migrations.AddField('searched', 'edition', models.CharField(max_length=16, null=True)),
        migrations.AddIndex('searched', models.Index(fields=['edition'], name='searched_by_edition')),
        migrations.RunPython(take, migrations.RunPython.noop),
    ]
