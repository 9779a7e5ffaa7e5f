"""Pages and mail ask people to write to us; that promise needs an address."""

import pytest

from forum import environment


@pytest.mark.parametrize(
    ("contact", "sender", "shown"),
    [
        ("help@forum.example", "Forum <forum@forum.example>", "help@forum.example"),
        ("", "Forum <forum@forum.example>", "forum@forum.example"),
        ("", "", ""),
    ],
)
def test_people_can_write_to_whoever_writes_to_them(monkeypatch, contact, sender, shown):
    monkeypatch.setenv("CONTACT_EMAIL", contact)
    monkeypatch.setenv("EMAIL_FROM", sender)
    assert environment.contact() == shown
