import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from tests.accounts.desk import officers


@pytest.fixture
def no_limits(settings):
    """Nobody has tried anything before: how often one may is counted in a cache of the test's own."""
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(autouse=True)
def _own_drawer(settings, tmp_path):
    """What is handed in lies in a folder of the test's own."""
    settings.RUN_DIR = tmp_path


@pytest.fixture
def confirmed_ada(ada):
    """Ada, who has confirmed her address."""
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


@pytest.fixture
def desk(db):
    """Ivy and Omar, who accredit."""
    return officers()
