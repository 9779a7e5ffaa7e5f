"""axe over the pages that most people see; `make audit` goes over all of them."""

import pytest

from forum.server import ROOT
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
    "/organisations/demonstration-chamber/stewards/": "Grace Wanjiru",
    "/privacy/data/": "",
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


@pytest.mark.parametrize(
    "language", ["en", *sorted(each.name.lower().replace("_", "-") for each in ROOT.glob("locale/*"))]
)
def test_with_letters_twice_as_large_a_page_still_fits_a_phone(visitor, language):
    page = visitor(viewport={"width": 360, "height": 740})
    for address in ("/", "/accounts/signup/", ROOM):
        page.goto(f"/{language}{address}")
        page.evaluate(moods.LARGE, "200%")
        assert geometry.sideways(page) == []


def test_axe_would_find_a_picture_without_words(visitor):
    page = visitor()
    page.goto("/about/")
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('img'), { src: '/x.svg' }))"
    )
    assert [fault.partition(":")[0] for fault in axe.faults(axe.examine(page))] == ["image-alt"]
