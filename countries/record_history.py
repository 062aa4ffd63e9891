"""What was changed in a record, when and by whom, read from its audit trail (django-pghistory)."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

_NOT_TOLD = {"import_digest"}


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change: when, by whom ("" for imports and commands), of what ("" for the record itself), how, and in which fields."""

    at: datetime.datetime
    by: str
    of: str
    how: str
    fields: list[FieldChange]


def changes_of(record: models.Model, parts: Iterable[str] = ()) -> list[Change]:
    """All changes of a tracked record and of its `parts` (names of tracked rows that point to it), the newest first.

    The number of queries depends on the fields of the record, not on the number of changes.
    """
    changes = list(_changes(type(record), _events(type(record)).filter(pgh_obj=record.pk), left_out=set()))
    for name in parts:
        relation: Any = record._meta.get_field(name)
        model, link = relation.related_model, relation.field.name
        changes += _changes(model, _events(model).filter(**{link: record.pk}), left_out={link}, of=model._meta.verbose_name)
    changes.sort(key=lambda change: change.at)
    return changes[::-1]


def _events(model: Any) -> models.QuerySet[Any]:
    events: models.QuerySet[Any] = model.events.rel.related_model._default_manager.select_related("pgh_context")
    return events.order_by("pgh_id")


def _changes(model: Any, events: models.QuerySet[Any], *, left_out: set[str], of: str = "") -> Iterator[Change]:
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in _NOT_TOLD | left_out)
    ]
    told = _Teller(fields, events)
    hows = {"insert": _("Added"), "update": _("Changed"), "delete": _("Deleted")}
    former: dict[Any, Any] = {}
    for event in events:
        before = former.get(event.pgh_obj_id) if event.pgh_label == "update" else None
        former[event.pgh_obj_id] = event
        changed = [field for field in fields if before is None or _value(before, field) != _value(event, field)]
        rows = [FieldChange(told.label(field), told(before, field), told(event, field)) for field in changed]
        if event.pgh_label == "delete":
            rows = [FieldChange(row.label, row.after, "") for row in rows]
        if rows := [row for row in rows if row.before or row.after]:
            yield Change(event.pgh_created_at, told.person(event), str(of), hows[event.pgh_label], rows)


def _value(event: Any, field: Any) -> Any:
    return getattr(event, field.attname)


class _Teller:
    """Says the values of events in words. Asks once for each field that points elsewhere, and once for people."""

    def __init__(self, fields: list[Any], events: models.QuerySet[Any]) -> None:
        self.pointed_to = {
            field.name: field.related_model._base_manager.in_bulk({_value(event, field) for event in events} - {None})
            for field in fields
            if field.is_relation
        }
        self.people = get_user_model()._default_manager.in_bulk({_person_id(event) for event in events} - {None})

    def __call__(self, event: Any | None, field: Any) -> str:
        value = None if event is None else _value(event, field)
        if value in (None, "", []):
            return ""
        if field.is_relation:
            return str(self.pointed_to[field.name].get(value, value))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list):
            return ", ".join(value)
        return str(dict(field.flatchoices).get(value, value))

    def label(self, field: Any) -> str:
        """The field's name, as a heading."""
        name = str(field.verbose_name)
        return name[:1].upper() + name[1:]

    def person(self, event: Any) -> str:
        """Who did it, as far as that is known."""
        number = _person_id(event)
        return str(self.people.get(number, "")) if number is not None else ""


def _person_id(event: Any) -> Any:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None
