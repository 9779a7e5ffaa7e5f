"""axe over the pages that most people see; `make audit` goes over all of them."""

import pytest

from tests.audit import axe, geometry, moods

ROOM = "/rooms/before-the-well-runs-dry/"
PAGES = {
    "/": "",
    "/about/": "",
    "/accessibility/": "",
    "/themes/climate/": "",
    "/accounts/login/": "",
    "/accounts/signup/": "",
    "/nothing/here/": "",
    "/people/me/": "Grace",
    "/en/people/me/mandates/": "Beatriz",
    "/organisations/": "",
    "/desk/": "Grace Wanjiru",
    "/desk/mandate/11/": "Grace Wanjiru",
    "/desk/bulk/": "Grace Wanjiru",
    "/desk/trail/": "Grace Wanjiru",
    "/mandates/1/": "",
    "/register-body/": "Grace",
    ROOM: "Grace",
}


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(visitor, address):
    page = visitor(PAGES[address], viewport={"width": 1440, "height": 900}, color_scheme="light")
    page.goto(address)
    page.evaluate(moods.LOOSEN)
    assert axe.faults(axe.examine(page)) == []
    assert geometry.order(page, "en") == []
    page.emulate_media(color_scheme="dark")
    assert axe.faults(axe.examine(page, axe.COLOURS)) == []


@pytest.mark.parametrize("address", ["/", ROOM])
def test_axe_finds_nothing_from_right_to_left(visitor, address):
    page = visitor(locale="ar", viewport={"width": 360, "height": 740})
    page.goto(address)
    page.evaluate(moods.LOOSEN)
    assert axe.faults(axe.examine(page)) == []
    assert geometry.order(page, "ar") == []


def test_axe_would_find_a_picture_without_words(visitor):
    page = visitor()
    page.goto("/about/")
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('img'), { src: '/x.svg' }))"
    )
    assert [fault.partition(":")[0] for fault in axe.faults(axe.examine(page))] == ["image-alt"]
