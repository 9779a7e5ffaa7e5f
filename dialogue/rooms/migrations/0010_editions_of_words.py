from django.db import migrations, models

from accounts.models.user import words_of
from dialogue.rooms.search.filling import fill


def take(apps, schema_editor):
    """Posts from before there was a search. What was filed before there were editions, housekeeping files anew."""
    for _taken in fill(apps.get_model('rooms', 'Post'), apps.get_model('rooms', 'Searched')):
        pass


def fold(apps, schema_editor):
    """Names as the new rules compare them."""
    people = apps.get_model('accounts', 'User').objects
    named = people.exclude(name='').order_by('pk').values_list('pk', 'name', 'name_words')
    for pk, name, before in named.iterator():
        if (words := words_of(name)) != before:
            people.filter(pk=pk, name=name).update(name_words=words)


class Migration(migrations.Migration):

    # Batch by batch: a million posts take minutes, a stop in the middle loses nothing, and PostgreSQL ends a transaction that
    # pauses for a second.
    atomic = False

    dependencies = [
        ('rooms', '0009_choices_told'),
        ('accounts', '0020_names_looked_at'),
    ]

    operations = [
        # Nullable and without a default: on SQLite any other would make the table anew, without its triggers.
        migrations.AddField('searched', 'edition', models.CharField(max_length=16, null=True)),
        migrations.AddIndex('searched', models.Index(fields=['edition'], name='searched_by_edition')),
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.RunPython(take, migrations.RunPython.noop),
    ]
