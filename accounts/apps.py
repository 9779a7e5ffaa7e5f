from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who people are, and for whom they may speak. Knows nothing of dialogue."""

    name = "accounts"

    def ready(self):
        from accounts import (  # noqa: F401  the maps, the budgets and the factors only have to be there
            budgets,
            entrance_data_map,
            jobs,
            own_data_map,
            own_holdings,
            second_factors,
            silencing,
        )
        from accounts.models import suspension

        own_holdings.register()
        jobs.register()
        silencing.register(suspension.lately, suspension.shorten)
