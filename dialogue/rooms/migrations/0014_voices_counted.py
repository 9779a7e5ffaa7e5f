from django.db import migrations

from dialogue.rooms.counting import recount


class Migration(migrations.Migration):
    # Each room in a transaction of its own; stopped, it begins anew.
    atomic = False
    dependencies = [("live", "0002_lineage"), ("rooms", "0013_voices")]
    operations = [
        migrations.RunPython(lambda apps, schema_editor: recount(apps), migrations.RunPython.noop),
    ]
