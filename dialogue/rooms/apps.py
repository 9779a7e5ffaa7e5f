from django.apps import AppConfig
from django.core.cache import caches


class RoomsConfig(AppConfig):
    """Themes, rooms, threads, posts and reactions."""

    name = "dialogue.rooms"
    label = "rooms"

    def ready(self):
        from accounts import housekeeping, rights, scope, silencing
        from dialogue.live import access
        from dialogue.rooms import budgets, data_map, events, holdings, muting  # noqa: F401  declares the kinds of event of this app
        from dialogue.rooms.models.theme import offered
        from dialogue.rooms.search.refiling import refile

        holdings.register()
        silencing.register(muting.lately, muting.shorten)
        rights.on_change(access.changed_of)
        scope.offer(offered)
        housekeeping.register("words of the search", refile)
        housekeeping.register("pictures that go with addresses", lambda now: caches["pictures"].forget(now))
