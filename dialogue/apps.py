from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """The roof: the only modules that see every subject."""

    name = "dialogue"

    def ready(self):
        from dialogue.limits.failures import on_failure
        from dialogue.live import metrics

        on_failure(metrics.wrong_code)
