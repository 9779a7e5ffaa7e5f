"""`manage.py reindex`: takes posts into the index of words that are not in it yet."""

from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef

from dialogue.rooms.models import Post, Searched
from dialogue.rooms.search.filling import fill


class Command(BaseCommand):
    help = "Takes posts into the search that are not in it yet. People can go on reading and writing meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="every post anew, and drop what belongs to none")

    def handle(self, again=False, **options):
        if again:
            post = Post.objects.filter(room=OuterRef("room"), seq=OuterRef("seq"), withdrawn_at=None)
            Searched.objects.exclude(Exists(post)).delete()
        taken = sum(fill(Post, Searched, again))
        if options["verbosity"]:
            self.stdout.write(f"Took {taken} posts into the search.")
