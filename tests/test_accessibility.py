"""The page "Accessibility" says what the audit found, and what it found is nothing."""

import pytest
from django.urls import get_resolver

from dialogue import accessibility


def names(patterns, space: str = ""):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from names(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield space + each.name


def test_the_last_audit_found_no_fault():
    assert accessibility.found()["violations"] == {}


def test_every_page_that_was_looked_at_is_still_there():
    gone = set(accessibility.found()["views"]) - set(names(get_resolver().url_patterns))
    assert not gone, f"run `make audit STATEMENT=1`: these pages are gone: {gone}"


def test_the_pages_that_matter_most_were_looked_at():
    assert {"home", "about", "accessibility", "room", "thread", "theme", "person", "account_login"} <= set(
        accessibility.found()["views"]
    )


@pytest.mark.django_db
def test_anybody_reads_what_was_checked_and_whom_to_tell(client, settings):
    settings.CONTACT_EMAIL = "help@forum.example.org"
    page = client.get("/accessibility/").text
    assert accessibility.found()["axe"] in page and "WCAG" in page and "No problem was found." in page
    assert 'href="mailto:help@forum.example.org"' in page
    assert 'href="/accessibility/"' in client.get("/").text


@pytest.mark.django_db
def test_a_fault_that_is_known_is_named(client, monkeypatch):
    found = accessibility.found() | {"violations": {"axe, dark": ["/about/: color-contrast: .lead"]}}
    monkeypatch.setattr("dialogue.views.found", lambda: found)
    page = client.get("/accessibility/").text
    assert "1 problem is known" in page and "/about/: color-contrast: .lead" in page
    assert "No problem was found." not in page
