"""To write and publish under the name of an import, instead of a person's."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.utils import timezone

from experiences.editorial.authorising import authorise
from experiences.models import Import
from experiences.vocabulary import Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

_LONGEST_NAME = 200


@contextmanager
def named_import(name: str, *, digest: str = "", by: "User | None" = None, mirrors: str = "") -> Iterator[Import]:
    """An import that runs as long as the block. What it publishes says so; once it is over, nobody publishes under its name.

    `mirrors` is the address of another portal that is copied. Raises NotAllowed where a person runs it who may not. Without one
    it is a command's. If the block raises, the import is over, too, and says that it was broken off; inside a transaction, which
    the exception takes back, nothing is left of it.
    """
    if by is not None:
        authorise(Verb.IMPORT, None, by=by)
    importing = Import.objects.create(name=name[:_LONGEST_NAME], digest=digest, by=by, mirrors=mirrors)
    _name_in_the_audit_trail(importing.name)
    try:
        yield importing
    except BaseException:
        if not connection.in_atomic_block:
            with suppress(DatabaseError):  # with its session lost, it is over anyway
                _end(importing, broken_off=True)
        raise
    _end(importing)


def _name_in_the_audit_trail(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.importing', %s, false)", [name])


def _end(importing: Import, *, broken_off: bool = False) -> None:
    importing.finished_at = timezone.now()
    importing.broken_off = broken_off
    importing.save(update_fields=["finished_at", "broken_off"])
    _name_in_the_audit_trail("")
