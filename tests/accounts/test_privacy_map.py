"""The data map knows every field of every model."""

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from accounts import data_map

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def unknown() -> set[str]:
    """Fields nobody has thought of, and names of fields there are none of."""
    wrong = set()
    for label, model in MODELS.items():
        fields = {field.name for field in model._meta.get_fields() if field.concrete}
        wrong |= {f"{label}.{name}" for name in fields ^ data_map.known(label)}
    return wrong | (set(data_map.IMPERSONAL) - set(MODELS))


def test_every_field_is_mapped_or_about_nobody():
    assert not unknown()


@pytest.mark.parametrize("label", sorted(data_map.MAPPED))
def test_a_line_that_is_taken_out_is_missed(label, monkeypatch):
    names = next(iter(data_map.MAPPED[label]))
    monkeypatch.delitem(data_map.MAPPED[label], names)
    assert f"{label}.{names.split()[0]}" in unknown()


def test_every_line_says_everything():
    for fields in data_map.MAPPED.values():
        assert all(str(words) for entry in fields.values() for words in entry)


def test_every_part_is_called_something_in_every_language():
    with override("ar"):
        assert [str(title) for title, _, _ in data_map.table() if str(title).isascii()] == []


def test_no_field_is_both(db):
    for label, fields in data_map.MAPPED.items():
        named = [name for names in fields for name in names.split()]
        assert len(named) == len(set(named)) and not set(named) & data_map.IMPERSONAL[label]


def test_the_page_shows_the_whole_map(client, db):
    html = client.get(reverse("privacy-data")).content.decode()
    assert all(f'<code dir="ltr">{names}</code>' in html for fields in data_map.MAPPED.values() for names in fields)
