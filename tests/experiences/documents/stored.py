"""Stored documents as tests read them, and whether all of them are right."""

import json
from typing import Any

from django.db import connection

from experiences.documents.checking import differences
from experiences.models import Edition, Entry, StoredDocument


def document(about: Edition | Entry) -> Any:
    """The stored document of an entry, its addresses as paths; None where there is none."""
    ref = about.ref if isinstance(about, Entry) else about.entry.ref
    stored = StoredDocument.objects.filter(ref=ref).first()
    return json.loads(stored.document.replace("\x01", "")) if stored and stored.document else None


def item(ref: str) -> Any:
    """What the feed of changes says of a reference, its addresses as paths."""
    return json.loads(StoredDocument.objects.get(ref=ref).item.replace("\x01", ""))


def faults() -> list[str]:
    """What is wrong with the stored documents."""
    return [str(difference) for difference in differences()]


def sql(statement: str, *values: Any) -> None:
    """Carry out a statement, as somebody with a shell of the database would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
