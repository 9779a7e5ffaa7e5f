"""Rows that rights are read from. Whatever writes one announces it, in the same transaction: a verb, `save`, the
administration, `update`, `bulk_create`, `delete`. So nobody has to remember it."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction

from accounts import rights

Row = TypeVar("Row", bound="RightsModel", covariant=True)


class RightsQuerySet(models.QuerySet[Row]):
    def update(self, **fields: Any) -> int:
        if not self.model.rights_among(fields):
            return super().update(**fields)
        with transaction.atomic(savepoint=False):
            before = list(self.model._base_manager.select_for_update(no_key=True).filter(pk__in=self.values("pk")))
            number = super().update(**fields)
            after = self.model._base_manager.filter(pk__in=[row.pk for row in before])
            self.model.announce([*before, *after])
        return number

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            self.model.announce(list(self))
            return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        with transaction.atomic(savepoint=False):
            rows = super().bulk_create(objs, *args, **options)
            rewritten = self.model.rights_among(options.get("update_fields") or [])
            self.model.announce([row for row in rows if rewritten or row.gives_rights()])
        return rows


class RightsModel(models.Model):
    """`RIGHTS` names the fields that the rules read; tests/security/test_open_lines.py finds the ones that are missing."""

    RIGHTS: ClassVar[frozenset[str]] = frozenset()
    # The field that holds the id of the person whose rights they are.
    HOLDER: ClassVar[str] = "pk"
    # Whether somebody's open line can hang on a row that is new.
    NEW_GIVES_RIGHTS: ClassVar[bool] = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        written = self.rights_among(kwargs.get("update_fields"))
        if not written:
            return super().save(*args, **kwargs)
        with transaction.atomic(savepoint=False):
            before = None
            if self.pk is not None:
                # Locked: of two who write at once, the second sees what the first has written.
                before = type(self)._base_manager.select_for_update(no_key=True).filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            if before is None:
                self.announce([self] if self.gives_rights() else [])
            elif any(getattr(self, field.attname) != getattr(before, field.attname) for field in written):
                self.announce([before, self])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            self.announce([self])
            return super().delete(*args, **kwargs)

    @classmethod
    def announce(cls, rows: list[Self]) -> None:
        """Say whose rights hang on these rows; called in the transaction that changes them."""
        rights.changed(getattr(row, cls.HOLDER) for row in rows)

    @classmethod
    def rights_among(cls, names: Iterable[str] | None) -> list[models.Field]:
        """Those of these fields (None: of all) that rights are read from; a person may be called `person` or `person_id`."""
        ours = [field for field in cls._meta.concrete_fields if field.name in cls.RIGHTS]
        return ours if names is None else [field for field in ours if {field.name, field.attname} & set(names)]

    def gives_rights(self) -> bool:
        """Whether a new row says more than that it is there."""
        own = (field for field in self.rights_among(None) if not field.is_relation)
        return self.NEW_GIVES_RIGHTS and any(getattr(self, field.attname) != field.get_default() for field in own)
