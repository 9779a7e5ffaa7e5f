from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who people are, and for whom they may speak. Knows nothing of dialogue."""

    name = "accounts"
