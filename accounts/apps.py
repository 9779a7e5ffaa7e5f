from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who people are, and for whom they may speak. Knows nothing of dialogue."""

    name = "accounts"

    def ready(self):
        from accounts import second_factors  # noqa: F401  hears when a second factor is added
