"""The shipped content in the test database, for the tests that are about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from experiences.importing.importer import Report, import_files
from tests.shared_rows import rows_taken_back

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@contextmanager
def loaded_content() -> Iterator[Report]:
    """Load everything under fixtures/, and take it back at the end. What the import reported comes with it."""
    with rows_taken_back():
        yield import_files([FIXTURES])
