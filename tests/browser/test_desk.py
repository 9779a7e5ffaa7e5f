"""The accreditation desk in a browser: a body shows who it is, two officers accredit it, on a phone and without JavaScript."""

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 740}}
LETTER = {"name": "letter.html", "mimeType": "text/html", "buffer": b"%PDF-1.7\n" + b"\0" * 4_000_000}
BODY = "Casa de Semillas de Ejemplo (inventada)"


def at_the_desk(visitor, name: str, **options):
    page = visitor(name, **options)
    page.goto("/desk/")
    page.get_by_role("link", name=BODY).click()
    return page


def test_a_body_is_accredited_by_two_officers_on_their_phones(visitor):
    grace = at_the_desk(visitor, "Grace Wanjiru", **PHONE)
    number = grace.url.rstrip("/").rpartition("/")[2]
    marisol = visitor("Marisol Caal Ich", **PHONE)
    door = f"/en/applications/organisation/{number}/evidence/"
    marisol.goto(door)
    marisol.get_by_label("PDF, PNG or JPEG").set_input_files(files=[LETTER])
    marisol.get_by_role("button", name="Upload").click()
    expect(marisol.get_by_text("The reviewers have received your document.")).to_be_visible()
    marisol.get_by_role("button", name="Show the record").click()
    expect(marisol.locator(".desk__record")).to_contain_text("solidaction-verification=")

    grace.get_by_role("button", name="Approve").click()
    expect(grace.get_by_role("alert")).to_contain_text("since you opened this page")
    application = grace.url.replace("/decision/", "/")
    grace.get_by_role("link", name="View the pages").click()
    grace.locator("main summary").click()
    with grace.expect_download() as saved:
        grace.get_by_role("link", name="Save the original").click()
    assert saved.value.suggested_filename.startswith("evidence-") and saved.value.suggested_filename.endswith(".pdf")
    grace.goto(application)
    grace.get_by_role("button", name="I found it").click()
    grace.get_by_role("button", name="Start review").click()
    grace.get_by_role("button", name="Approve").click()
    expect(grace.locator(".desk__state")).to_contain_text("needs a second approval")
    expect(grace.get_by_role("button", name="Confirm")).to_have_count(0)

    mwajuma = at_the_desk(visitor, "Mwajuma Shabani", java_script_enabled=False, **PHONE)
    mwajuma.get_by_role("button", name="Confirm").click()
    expect(mwajuma.locator(".desk__state")).to_have_text("Active")
    marisol.goto(door)
    expect(marisol.get_by_text("This has been decided.")).to_be_visible()
    for page in (grace, marisol):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [words for words in page.problems if "409" not in words] == []


def test_no_more_than_a_document_comes_in_and_only_from_whoever_asked(visitor):
    page = visitor("Yusuf Karataş")
    too_much = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b"\0" * 6_000_000}
    for path in ("/applications/mandate/1/evidence/", "/desk/bulk/", "/people/me/"):
        answer = page.request.post(path, multipart={"file": too_much})
        assert answer.status == 413, path


@pytest.mark.parametrize("name", ["Grace Wanjiru", "Mwajuma Shabani"])
def test_the_desk_stands_in_the_menu_of_officers(visitor, name):
    page = visitor(name)
    page.goto("/")
    page.get_by_text("Your pages").locator("..").click()
    page.get_by_role("link", name="Review desk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Requests to review")
