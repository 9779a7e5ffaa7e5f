"""Officers, one of them gone bad, and a minister whom two honest ones accredited."""

import pytest
from django.contrib.auth.models import Permission

from accounts.models import Mandate, User
from tests.accounts.clock import own_clock
from tests.accounts.desk import officers
from tests.people import give_factor, person
from tests.security.officials import accredited


@pytest.fixture
def desk(db) -> list[User]:
    """Mallory the officer, and four who are honest: Ivy and Omar turn keys, Uma and Eli have turned none."""
    mallory, *others = (
        give_factor(person(name, is_officer=True)) for name in ("Mallory Officer", "Uma Sorensen", "Eli Novak")
    )
    return [mallory, *officers(), *others]


@pytest.fixture
def assistant(client, db) -> User:
    """Of the administration, signed in, with every permission and nothing else."""
    who = person("Anna Assistant", is_staff=True)
    who.user_permissions.set(Permission.objects.all())
    client.force_login(who)
    return who


@pytest.fixture
def held(desk, ada) -> Mandate:
    return accredited(desk, ada)


@pytest.fixture(params=["mandate", "body"])
def thing(request, held):
    """What is suspended: Ada's mandate, or her ministry."""
    return held if request.param == "mandate" else held.organisation


@pytest.fixture
def clock():
    with own_clock() as clock:
        yield clock
