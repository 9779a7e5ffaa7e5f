from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The record and the wire: numbered streams of events, and everyone who follows them. Knows no room."""

    name = "dialogue.live"
    label = "live"

    def ready(self):
        from dialogue.live import access, gauges

        access.listen()
        gauges.register()
