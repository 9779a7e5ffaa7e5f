from django.apps import apps
from django.core.management.base import BaseCommand

from dialogue.rooms.counting import recount


class Command(BaseCommand):
    help = "Counts anew how many people of each sector have posted in each room. People can go on reading and writing meanwhile."

    def handle(self, **options):
        recount(apps)
