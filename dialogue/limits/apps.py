from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """How often something may be done, counted where nobody can wash the count out. Knows no door and no person."""

    name = "dialogue.limits"
    label = "limits"
