"""What editions say, as the database's `edition_content` gives it (migration 0017): plain data that a save can keep."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from experiences.models import Edition, ExactNumbers

Document = dict[str, Any]
"""The columns of an edition under "edition", and the rows of each part under its name; None for a part without rows."""


def documents_of(editions: Iterable[Edition]) -> dict[int, Document]:
    """What each edition says now, by its id. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, edition_content(id) FROM experiences_edition WHERE id = ANY (%s)", [[edition.pk for edition in editions]]
        )
        return {pk: json.loads(content, cls=ExactNumbers) for pk, content in cursor.fetchall()}
