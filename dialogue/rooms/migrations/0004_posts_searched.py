from django.db import migrations

from dialogue.rooms.search.filling import fill


def take(apps, schema_editor):
    for _taken in fill(apps.get_model('rooms', 'Post'), apps.get_model('rooms', 'Searched')):
        pass


class Migration(migrations.Migration):

    # Batch by batch: a million posts take minutes, and a stop in the middle loses nothing.
    atomic = False

    dependencies = [
        ('rooms', '0003_search'),
    ]

    operations = [
        migrations.RunPython(take, migrations.RunPython.noop),
    ]
