"""The shipped content in the test database, for as long as a block of tests needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from experiences.importing.importer import Report, import_files

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@contextmanager
def loaded_content() -> Iterator[Report]:
    """Load everything under fixtures/, and take it back at the end. What the import reported comes with it."""
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the tests django_db: else there is no test database"
    with transaction.atomic():
        yield import_files([FIXTURES])
        transaction.set_rollback(True)
