"""The ways in which a row is changed, and put back."""

from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.forms import BoundField, CheckboxInput, SplitDateTimeField
from django.test import RequestFactory

from accounts.models import User
from tests.people import person
from tests.security.matrix import Case, World


def change(world: World, name: str, case: Case, way: str) -> None:
    row = getattr(world, case.row)
    model = type(row)
    rows = model._default_manager.filter(pk=row.pk)
    value = case.value(world) if callable(case.value) else case.value
    row = rows.get()
    if name:
        setattr(row, name, value)
    if way == "save":
        # Of a person nobody writes the whole row.
        row.save(update_fields=[name] if model is User else None)
    elif way == "field":
        row.save(update_fields=[name])
    elif way == "update":
        rows.update(**{name: value})
    elif way == "bulk":
        model._default_manager.bulk_update([row], [name])
    elif way == "delete":
        row.delete()
    elif way == "delete rows":
        rows.delete()
    elif way == "administration":
        in_the_administration(row, name, value)


def in_the_administration(row, name: str, value) -> None:
    """An administrator changes one field in the form and saves it, as a browser sends it."""
    page = admin.site._registry[type(row)]
    asked = RequestFactory().get("/")
    asked.user = person("Root Oduya", is_staff=True, is_superuser=True)
    form = page.get_form(asked, row, change=True)(instance=row)
    sent: dict[str, object] = {}
    for bound in form:
        _fill(sent, bound)
    sent["_save"] = "1"
    request = RequestFactory().post("/", sent)
    request.user, request._dont_enforce_csrf_checks = asked.user, True
    request._messages = CookieStorage(request)
    answer = page.changeform_view(request, str(row.pk))
    assert answer.status_code == 302, answer.render().content
    asked.user.delete()


def _fill(sent: dict, bound: BoundField) -> None:
    value = bound.value()
    if isinstance(bound.field, SplitDateTimeField):
        if value:
            sent[f"{bound.name}_0"], sent[f"{bound.name}_1"] = (
                value.date().isoformat(),
                value.time().isoformat("seconds"),
            )
    elif isinstance(bound.field.widget, CheckboxInput):
        if value:
            sent[bound.name] = "on"
    elif value is not None:
        sent[bound.name] = value


def keep(row):
    """Puts a row back as it stands now, also when it is gone."""
    model, values = type(row), {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}

    def restore() -> None:
        if not model._base_manager.filter(pk=row.pk)._update([(f, None, values[f.attname]) for f in own]):
            model(**values).save_base(raw=True, force_insert=True)

    own = [field for field in row._meta.concrete_fields if not field.primary_key]
    return restore
