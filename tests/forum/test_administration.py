import pytest
from django.urls import reverse

from tests.people import person

PAGES = ["admin:index", "admin:rooms_room_add", "admin:accounts_user_add", "admin:accounts_user_changelist"]


@pytest.mark.parametrize("name", PAGES)
def test_only_administrators_come_in_and_by_the_door_of_everyone(client, ada, name):
    address = reverse(name)
    assert client.get(address, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    client.force_login(ada)
    assert client.get(address, follow=True).status_code == 403
    client.force_login(person("Root Person", is_staff=True, is_superuser=True))
    answer = client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "trusted-types" not in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
