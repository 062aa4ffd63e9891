"""An import from first to last: read, check the form of everything, write everything, or nothing at all."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from rest_framework.exceptions import ValidationError

from countries.importing import (
    CountrySchema,
    GroupSchema,
    RecordSchema,
    RegionSchema,
    digest_of,
    write_country,
    write_group,
    write_region,
)
from experiences.editorial import EditorialError, named_import
from experiences.importing import authorities, entries, schemas
from experiences.importing.entries import Edited
from experiences.importing.files import SECTIONS, Fault, Record, read, read_one
from experiences.importing.references import References
from experiences.models import Import

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

SCHEMAS: dict[str, type[RecordSchema]] = {
    "regions": RegionSchema,
    "countries": CountrySchema,
    "groups": GroupSchema,
    "themes": schemas.ThemeSchema,
    "organisations": schemas.OrganisationSchema,
    "sources": schemas.SourceSchema,
    "recommendations": schemas.RecommendationSchema,
    "synonyms": schemas.SynonymGroupSchema,
    "entries": schemas.EntrySchema,
}
WRITERS: dict[str, Callable[[dict[str, Any], str], str]] = {
    "regions": write_region,
    "countries": write_country,
    "groups": write_group,
    "themes": authorities.write_theme,
    "organisations": authorities.write_organisation,
    "sources": authorities.write_source,
    "recommendations": authorities.write_recommendation,
    "synonyms": authorities.write_synonyms,
}
PLACERS = {"themes": authorities.place_theme, "organisations": authorities.place_organisation}

Report = dict[str, dict[str, list[str]]]
"""For each section of the files, the keys of the records that were created, changed, unchanged, and kept as edited here."""


class ImportRefused(Exception):
    """The files have faults, and nothing was written. `faults` lists them all."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def import_files(paths: Iterable[Path], *, edited: Edited = "refuse", dry_run: bool = False) -> Report:
    """Bring the database in line with the content files at `paths` (files or folders), and report what was done.

    `edited` says what becomes of entries that were edited here since their last import. With `dry_run`, everything is done and
    then undone. Raises ImportRefused, with every fault found, and then has changed nothing.
    """
    paths = list(paths)
    return _import(", ".join(path.name for path in paths), *read(paths), edited=edited, dry_run=dry_run)


def import_upload(name: str, content: bytes, *, by: "User", edited: Edited = "refuse", dry_run: bool = False) -> Report:
    """The same for one file that somebody has sent, under this person's name.

    Raises NotAllowed, too, when the person may not.
    """
    return _import(name, *read_one(name, content), edited=edited, dry_run=dry_run, by=by)


def _import(
    name: str, records: list[Record], faults: list[Fault], *, edited: Edited, dry_run: bool, by: "User | None" = None
) -> Report:
    checked = [(record, _checked(record, faults)) for record in records]
    if faults:
        raise ImportRefused(faults)
    with transaction.atomic():
        with _named(name, records, by) as importing:
            report = _write([(record, data) for record, data in checked if data is not None], edited, faults, importing)
            if faults:
                raise ImportRefused(faults)
        _tell_the_planner()
        transaction.set_rollback(dry_run)
    return report


@contextmanager
def _named(name: str, records: list[Record], by: "User | None") -> Iterator[Import]:
    """The import under the names of its files, for the history of what it writes; none stays where it wrote no entry."""
    digest = hashlib.sha256("".join(digest_of(record.data) for record in records).encode()).hexdigest()
    with named_import(name, digest=digest, by=by) as importing:
        yield importing
    if not importing.steps.exists():
        importing.delete()


def _tell_the_planner() -> None:
    """Have PostgreSQL count what there is now. Until its daemon does, it plans for empty tables: a search takes a minute."""
    models = [model for app in ("countries", "experiences") for model in apps.get_app_config(app).get_models(True)]
    tables = {model._meta.db_table for model in models if model._meta.managed}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'search\\_%'")
        tables |= {name for (name,) in cursor.fetchall()}
        cursor.execute(f"ANALYZE {', '.join(connection.ops.quote_name(table) for table in sorted(tables))}")


def _checked(record: Record, faults: list[Fault]) -> dict[str, Any] | None:
    schema = SCHEMAS[record.section](data=record.data)
    if schema.is_valid():
        return dict(schema.validated_data)
    faults += [record.fault(field, reason) for field, reason in _flat(schema.errors)]
    return None


def _write(checked: list[tuple[Record, dict[str, Any]]], edited: Edited, faults: list[Fault], importing: Import) -> Report:
    report: Report = {}
    for section in SECTIONS:
        rows = [(record, data) for record, data in checked if record.section == section]
        if not rows:
            continue
        report[section] = defaultdict(list)
        if section == "entries":
            _write_entries(rows, edited, faults, report[section], importing)
            continue
        for record, data in rows:
            with _faults_collected(record, faults):
                report[section][WRITERS[section](data, digest_of(record.data))].append(record.key)
        for record, data in rows if section in PLACERS and not faults else ():
            with _faults_collected(record, faults):
                PLACERS[section](data)
    return report


def _write_entries(
    rows: list[tuple[Record, dict[str, Any]]],
    edited: Edited,
    faults: list[Fault],
    became: dict[str, list[str]],
    importing: Import,
) -> None:
    """First every entry's identity, so that they can point to one another; then what they say."""
    to_fill = []
    for record, data in rows:
        with _faults_collected(record, faults):
            edition, outcome = entries.edition_to_fill(data, digest_of(record.data), importing, edited)
            became[outcome].append(record.key)
            if edition is not None:
                to_fill.append((record, data, edition))
    references = References()
    for record, data, edition in to_fill:
        with _faults_collected(record, faults):
            entries.fill(edition, data, digest_of(record.data), references, importing)


@contextmanager
def _faults_collected(record: Record, faults: list[Fault]) -> Iterator[None]:
    """Note what goes wrong with one record, and go on with the next."""
    try:
        with transaction.atomic():
            yield
    except ValidationError as error:
        faults += [record.fault(field, reason) for field, reason in _flat(error.detail)]
    except EditorialError as error:
        faults += [record.fault("", reason) for reason in error.reasons]
    except DatabaseError as error:
        faults.append(record.fault("", str(error).split("\n", 1)[0]))


def _flat(errors: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Nested errors of a serializer as (field, reason) pairs: facts[2].source, There is no source DOC-99."""
    if isinstance(errors, dict):
        for name, inner in errors.items():
            if isinstance(name, int):
                yield from _flat(inner, f"{field}[{name}]")
            else:
                own = "" if name == "non_field_errors" else name
                yield from _flat(inner, f"{field}.{own}".strip("."))
    elif isinstance(errors, list) and any(isinstance(inner, dict | list) for inner in errors):
        for place, inner in enumerate(errors):
            yield from _flat(inner, f"{field}[{place}]")
    else:
        for reason in errors if isinstance(errors, list) else [errors]:
            yield field, str(reason)
