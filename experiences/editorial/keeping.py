"""To keep what a draft said after each save, and to let go of it a time after the publication."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from experiences.models import Edition, Import, Save
from experiences.vocabulary import EditionState

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


def keep_save(edition: Edition, *, by: "User | None", importing: Import | None = None) -> None:
    """Keep what a draft says now that all of a save is written: once for each revision, in the transaction of the save."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO experiences_save (edition_id, revision, at, by_id, by_import_id, content) "
            "SELECT id, revision, %s, %s, %s, edition_content(id) FROM experiences_edition WHERE id = %s",
            [timezone.now(), by.pk if by else None, importing.pk if importing else None, edition.pk],
        )


def forget_saves(published_before: datetime) -> int:
    """Delete the saves of editions that were published before a time; how many they were. Drafts and editions stay."""
    old = Save.objects.exclude(edition__state=EditionState.DRAFT).filter(edition__published_at__lt=published_before)
    return old.delete()[0]
