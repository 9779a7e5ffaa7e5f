from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who people are, and for whom they may speak. Knows nothing of dialogue."""

    name = "accounts"

    def ready(self):
        from accounts import jobs, own_data_map, own_holdings, second_factors  # noqa: F401  two of them only have to be there

        own_holdings.register()
        jobs.register()
