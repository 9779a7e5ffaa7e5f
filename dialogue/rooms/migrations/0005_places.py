from collections import Counter, defaultdict

from django.db import migrations, models


def count(apps, schema_editor):
    """Count once what was said before the count began."""
    Room, Post = apps.get_model("rooms", "Room"), apps.get_model("rooms", "Post")
    places = defaultdict(Counter)
    said = Post.objects.order_by().values_list("room", "country", "sector").annotate(number=models.Count("pk"))
    for room, country, sector, number in said:
        places[room][f"{country} {sector}"] = number
    for room, counted in places.items():
        Room.objects.filter(pk=room).update(places=dict(counted))


class Migration(migrations.Migration):
    dependencies = [("rooms", "0004_posts_searched")]
    operations = [
        migrations.AddField("room", "places", models.JSONField(default=dict, editable=False)),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
