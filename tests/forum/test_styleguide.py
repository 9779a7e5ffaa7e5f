"""The living page of the design: for staff and in a demonstration; nothing on it is anybody's."""

from django.urls import reverse


def test_a_visitor_of_a_real_forum_finds_no_such_page(client, ada, settings):
    settings.DEMONSTRATION = False
    assert client.get(reverse("styleguide")).status_code == 404
    client.force_login(ada)
    assert client.get(reverse("styleguide")).status_code == 404


def test_staff_see_every_state_of_a_post_and_nothing_is_kept(client, grace):
    client.force_login(grace)
    shown = client.get(reverse("styleguide"), {"scheme": "dark", "turned": "1"}).content.decode()
    for state in ("shown", "hidden", "withdrawn"):
        assert f'data-state="{state}"' in shown
    assert "tokens-dark" in shown and 'dir="rtl"' in shown


def test_everybody_may_look_at_it_in_a_demonstration(client, settings, db):
    settings.DEMONSTRATION = True
    assert client.get(reverse("styleguide")).status_code == 200
