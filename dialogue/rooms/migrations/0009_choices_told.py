from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rooms', '0008_later_choices'),
    ]

    operations = [
        migrations.AddField(
            model_name='reaction',
            name='tally',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='takenback',
            name='tally',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
