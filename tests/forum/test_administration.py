import pytest
from asgiref.sync import sync_to_async

from tests.live.lines import session_of
from tests.people import person
from tests.security.asgi import ask

ELSEWHERE = [
    "/fr/admin/",
    "/ar/admin/accounts/user/",
    "/%61dmin/",
    "/fr/%61dmin/",
    "/admin%2F",
    "/fr/admin",
    "/%2561dmin/",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ELSEWHERE)
async def test_it_has_one_address_that_a_proxy_can_keep_to_the_house(path):
    root = await sync_to_async(person)("Root Person", is_staff=True, is_superuser=True)
    session = await sync_to_async(session_of)(root)
    assert await ask("/admin/accounts/user/", session=session) == 200
    assert await ask(path, session=session) == 404


@pytest.mark.django_db
def test_whoever_reads_in_french_finds_it_there(client):
    client.force_login(person("Root Person", is_staff=True), "allauth.account.auth_backends.AuthenticationBackend")
    assert 'href="/admin/"' in client.get("/fr/about/").text
