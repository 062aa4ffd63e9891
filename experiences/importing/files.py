"""Content files, read into records that remember where they come from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

SECTIONS = ("regions", "countries", "groups", "themes", "organisations", "sources", "recommendations", "synonyms", "entries")
"""What a file may hold, in the order in which it is written: what others refer to comes first."""

_KEYS = {"regions": "m49", "countries": "iso3", "groups": "slug"}


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file: which file, which record (its key), which field, and why."""

    file: str
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.record, self.field, self.reason) if part)


@dataclass(frozen=True)
class Record:
    """A record as a file has it, unchecked."""

    file: str
    section: str
    key: str
    data: Any

    def fault(self, field: str, reason: str) -> Fault:
        """A fault in a field of this record."""
        return Fault(self.file, self.key, field, reason)


def read(paths: Iterable[Path]) -> tuple[list[Record], list[Fault]]:
    """All records of the YAML files at `paths`, folders searched through; and what is wrong with the files themselves."""
    records: list[Record] = []
    faults: list[Fault] = []
    for file in _files(paths, faults):
        try:
            records += _read(str(file), file.read_bytes(), faults)
        except OSError as error:
            faults.append(Fault(str(file), "", "", " ".join(str(error).split())))
    return records, faults + _twice(records)


def read_one(name: str, content: bytes) -> tuple[list[Record], list[Fault]]:
    """The same for one YAML file that is in memory."""
    faults: list[Fault] = []
    records = _read(name, content, faults)
    return records, faults + _twice(records)


def _read(name: str, content: bytes, faults: list[Fault]) -> list[Record]:
    try:
        loaded = yaml.load(content.decode(), Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        faults.append(Fault(name, "", "", " ".join(str(error).split())))
        return []
    return _records(name, loaded, faults)


def _twice(records: list[Record]) -> list[Fault]:
    """A fault for each record whose key another one has."""
    seen: dict[tuple[str, str], Record] = {}
    faults = []
    for record in records:
        first = seen.setdefault((record.section, record.key), record)
        if first is not record:
            faults.append(record.fault("", _("The key stands in %(file)s already.") % {"file": first.file}))
    return faults


def _files(paths: Iterable[Path], faults: list[Fault]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix in {".yaml", ".yml"})
        elif path.is_file():
            yield path
        else:
            faults.append(Fault(str(path), "", "", _("There is no such file or folder.")))


def _records(file: str, content: Any, faults: list[Fault]) -> list[Record]:
    if content is None:
        return []
    if not isinstance(content, dict):
        faults.append(Fault(file, "", "", _("A file holds lists of records under names such as `entries`.")))
        return []
    records = []
    for section, rows in content.items():
        if section not in SECTIONS:
            reason = _("There is no such part of a file. There are: %(parts)s.") % {"parts": ", ".join(SECTIONS)}
            faults.append(Fault(file, "", str(section), reason))
        elif not isinstance(rows, list):
            faults.append(Fault(file, "", section, _("This must be a list of records.")))
        else:
            records += [_record(file, section, place, row) for place, row in enumerate(rows, 1)]
    return records


def _record(file: str, section: str, place: int, row: Any) -> Record:
    key = row.get(_KEYS.get(section, "key")) if isinstance(row, dict) else None
    return Record(file, section, str(key) if key else f"{section}, record {place}", row)


class _Loader(yaml.CSafeLoader):
    """YAML without surprises: a field that stands twice in a mapping is an error, not the last one's win.

    So is what looks like a date or a number and is none, such as 2011-02-30, of which the library only says so in passing. And
    so is an alias: a few lines of aliases of aliases stand for more than any memory holds.
    """

    def get_single_node(self) -> yaml.Node | None:
        document = super().get_single_node()
        waiting, seen = [document] if document else [], set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                said = _("an alias (*) repeats what begins here: write it out where it is wanted")
                raise yaml.composer.ComposerError(None, None, said, node.start_mark)
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                waiting += [part for pair in node.value for part in pair]
            elif isinstance(node, yaml.SequenceNode):
                waiting += node.value
        return document

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, AttributeError) as error:
            said = f"{str(node.value)[:80]} is not what it looks like ({node.tag.rpartition(':')[2]})"
            raise yaml.constructor.ConstructorError(None, None, said, node.start_mark) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the field {key} stands twice", node.start_mark)
        return super().construct_mapping(node, deep=deep)
