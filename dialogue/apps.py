from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """The roof: the only modules that see every subject."""

    name = "dialogue"
