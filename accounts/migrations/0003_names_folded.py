from django.db import migrations

from accounts.models.user import words_of


def fold(apps, schema_editor):
    people = apps.get_model('accounts', 'User').objects
    last = 0
    while named := list(people.filter(pk__gt=last).exclude(name='').only('name').order_by('pk')[:1000]):
        for person in named:
            person.name_words = words_of(person.name)
        people.bulk_update(named, ['name_words'])
        last = named[-1].pk


class Migration(migrations.Migration):

    # Batch by batch, not in one transaction: people go on signing up.
    atomic = False

    dependencies = [
        ('accounts', '0002_name_words'),
    ]

    operations = [
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
