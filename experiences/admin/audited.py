"""The audit trail in words: what a row is, and what each of its fields said before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from experiences.models import AuditEvent, Edition

_LONGEST = 300
_NOT_TOLD = {"id", "import_digest", "original_digest"}
_NAMED_BY = ("number", "language", "username", "name", "label", "title", "key", "verb")
"""Columns that say which row it is, where it has one of them: the first counts."""


@dataclass(frozen=True)
class AuditedField:
    """A field, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditedRow:
    """What a row is called, and its fields that were changed."""

    name: str
    fields: list[AuditedField]


def model_of(table: str) -> type[models.Model] | None:
    """The model whose rows a table holds; None where there is none any more."""
    there = apps.get_models(include_auto_created=True)
    return next((model for model in there if model._meta.db_table == table and not model._meta.proxy), None)


def table_label(table: str) -> str:
    """What the rows of a table are, in a word or two: of which part of an edition, or of which list of a record."""
    model = model_of(table)
    if model is None:
        return table
    if model._meta.auto_created:
        whose: Any = model._meta.auto_created
        relation = next(field for field in whose._meta.many_to_many if field.remote_field.through is model)
        return f"{whose._meta.verbose_name}: {relation.verbose_name}"
    label = str(model._meta.verbose_name)
    of_edition = any(field.name == "edition" for field in model._meta.fields)
    return f"{Edition._meta.verbose_name}: {label}" if of_edition else label


def in_words(events: Iterable[AuditEvent]) -> dict[int, AuditedRow]:
    """Each event's row in words, by the event's id. A query for each sort of thing that the rows point to."""
    events = list(events)
    fields = {event.table: _fields(event.table) for event in events}
    told = _Teller((fields[event.table], row) for event in events for row in (event.before, event.after) if row)
    return {event.pk: AuditedRow(_name(event), list(_changed(event, fields[event.table], told))) for event in events}


def _fields(table: str) -> list[Any]:
    model = model_of(table)
    return [] if model is None else [field for field in model._meta.concrete_fields if field.name not in _NOT_TOLD]


def _name(event: AuditEvent) -> str:
    row = event.after or event.before or {}
    which = next((row[column] for column in _NAMED_BY if row.get(column)), event.row)
    return f"{table_label(event.table)} {which}"


def _changed(event: AuditEvent, fields: list[Any], told: "_Teller") -> Iterable[AuditedField]:
    before, after = event.before or {}, event.after or {}
    for field in fields:
        if before.get(field.column) != after.get(field.column):
            said = AuditedField(_label(field), told(field, before), told(field, after))
            if said.before or said.after:
                yield said


def _label(field: Any) -> str:
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


class _Teller:
    """Says what the columns of rows hold. Asks once for each sort of thing that they point to."""

    def __init__(self, rows: Iterable[tuple[list[Any], dict[str, Any]]]) -> None:
        wanted: dict[Any, set[Any]] = {}
        for fields, row in rows:
            for field in fields:
                if field.is_relation and row.get(field.column) is not None:
                    wanted.setdefault(field.related_model, set()).add(row[field.column])
        self._names = {(model, pk): str(each) for model, pks in wanted.items() for pk, each in _fetched(model, pks).items()}

    def __call__(self, field: Any, row: dict[str, Any]) -> str:
        value = row.get(field.column)
        if value in (None, "", []):
            return ""
        if field.is_relation:
            return self._names.get((field.related_model, value), _("number %(pk)s") % {"pk": value})
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(field, models.DateTimeField):
            return _("%(time)s UTC") % {"time": date_format(datetime.fromisoformat(value), "j F Y, H:i:s")}
        said = "; ".join(map(str, value)) if isinstance(value, list) else str(dict(field.flatchoices or ()).get(value, value))
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _fetched(model: Any, pks: set[Any]) -> dict[Any, models.Model]:
    """The rows with what their names take."""
    related = {"edition": ["entry"], "lesson": [], "remit": ["person"], "contributor": ["person"]}.get(model._meta.model_name, [])
    found: dict[Any, models.Model] = model._base_manager.select_related(*related).in_bulk(pks)
    return found
