"""Dumps of everything that is published: gzip of the NDJSON, each with a file of its SHA-256 and one that describes it.

A dump is written beside and moved into its place when it is whole; its description comes last, and without one it is none. Its
name says when it was made, and what it holds never changes.
"""

import datetime
import gzip
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from experiences.documents.reading import whole_documents
from experiences.exports.writing import Pieces, as_ndjson

KEPT = 7
"""How many dumps are kept, the newest: those of a week."""
_NAME = "country-experiences-{made_at:%Y%m%dT%H%M%SZ}.ndjson.gz"
_UNFINISHED = ".part"
BESIDE = {"file": "", "checksum": ".sha256", "description": ".json"}
"""What the names of a dump's files end with, in the order in which they come into their places."""
LOCK = 0x64756D70
"""The number by which those who make dumps of one database know of each other."""


class DumpUnderWay(Exception):
    """Somebody else is making a dump."""


@dataclass(frozen=True)
class Dump:
    """A dump: the name of its file, how many lines it has, its size in bytes, its SHA-256 (hexadecimal), when it was made."""

    name: str
    rows: int
    size: int
    sha256: str
    made_at: datetime.datetime

    @property
    def checksum_line(self) -> str:
        """What `sha256sum --check` reads."""
        return f"{self.sha256}  {self.name}\n"

    @property
    def description(self) -> str:
        """The dump as JSON."""
        return json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}, indent=2) + "\n"


def dumps(folder: Path | None = None) -> list[Dump]:
    """The dumps that there are, in a folder or where the settings keep them, the newest first."""
    folder = folder or settings.DUMPS_FOLDER
    descriptions = sorted(folder.glob("*.ndjson.gz.json"), reverse=True) if folder else []
    return [dump for each in descriptions if each.with_suffix("").exists() and (dump := _read(each))]


def latest_dump() -> Dump | None:
    """The newest dump; None where there is none."""
    return next(iter(dumps()), None)


def make_dump(folder: Path, portal: str) -> Dump:
    """Write a dump of all published entries, and let go of the oldest. `portal` is the portal's address.

    Raises DumpUnderWay where another one is being made, from whatever machine. Whatever happens, older dumps stay as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise DumpUnderWay
        _sweep(folder)
        made_at = timezone.now()
        name = _NAME.format(made_at=made_at)
        unfinished = folder / (name + _UNFINISHED)
        try:
            rows = _write(unfinished, whole_documents(portal))
            with unfinished.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            dump = Dump(name, rows, unfinished.stat().st_size, sha256, made_at)
            unfinished.replace(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
        _put(folder / (name + BESIDE["checksum"]), dump.checksum_line)
        _put(folder / (name + BESIDE["description"]), dump.description)
        for old in dumps(folder)[KEPT:]:
            for ending in reversed(BESIDE.values()):
                (folder / (old.name + ending)).unlink(missing_ok=True)
    return dump


def _write(path: Path, documents: Pieces) -> int:
    """Write the documents, packed, to the disk. Gives how many there are."""
    rows = 0

    def counted() -> Pieces:
        nonlocal rows
        for piece in documents:
            rows += len(piece)
            yield piece

    with path.open("wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as packed:
            for lines in as_ndjson(counted()):
                packed.write(lines)
        file.flush()
        os.fsync(file.fileno())
    return rows


def _put(path: Path, text: str) -> None:
    """Write a small file as a whole or not at all."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def _sweep(folder: Path) -> None:
    """Remove what somebody left who was broken off: nobody else is at work."""
    for left in folder.glob("country-experiences-*"):
        whole = left.name.partition(".ndjson.gz")[0] + ".ndjson.gz"
        if left.name.endswith(_UNFINISHED) or not (folder / f"{whole}.json").exists():
            left.unlink(missing_ok=True)


def _read(description: Path) -> Dump | None:
    """The dump that a file describes; None where it was let go of in this moment."""
    try:
        said = json.loads(description.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Dump(**said | {"made_at": datetime.datetime.fromisoformat(said["made_at"])})
