from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """Themes, rooms, threads, posts and reactions."""

    name = "dialogue.rooms"
    label = "rooms"

    def ready(self):
        from accounts import rights
        from dialogue.live import access
        from dialogue.rooms import data_map, events, holdings  # noqa: F401  declares the kinds of event of this app

        holdings.register()
        rights.on_change(access.changed)
