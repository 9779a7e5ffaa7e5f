import pytest
from django.core.cache import cache


@pytest.fixture
def no_limits(settings):
    """Nobody has tried anything before: how often one may is counted in a cache of the test's own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
