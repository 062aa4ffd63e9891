"""A database for one run: made, filled, and dropped at its end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from experiences.models import Entry


@contextmanager
def scratch_database(kept: str = "") -> Iterator[None]:
    """Work in an empty database with all tables, on the server that the settings name, and drop it at the end.

    With the name of a database that is there already, work in that one, and leave it as it is.
    """
    if kept:
        connection.close()
        connection.settings_dict["NAME"] = kept
        yield
        return
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"benchmark_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def fill(count: int) -> None:
    """Generate entries until the database holds that many."""
    held = entries_held()
    if count > held:
        call_command("generate_entries", count=count - held, verbosity=0)


def entries_held() -> int:
    """How many entries the database in use holds."""
    return Entry.objects.count()


def database_url() -> str:
    """The address of the database in use, for other processes."""
    connection.ensure_connection()
    info = connection.connection.info
    if "HOST" in settings.DATABASES["default"] and not info.host.startswith("/"):
        return f"postgres://{info.user}:{info.password}@{info.host}:{info.port}/{info.dbname}"
    return f"postgres://{info.user}@/{info.dbname}?host={info.host}&port={info.port}"
