"""The shipped content, loaded once for all tests of this folder, and its editions by the keys of their entries."""

from collections.abc import Iterator
from typing import Any

import pytest

from experiences.importing.importer import Report
from experiences.models import Edition
from tests.shipped import loaded_content


@pytest.fixture(scope="package")
def shipped_content(django_db_setup: None, django_db_blocker: Any) -> Iterator[Report]:
    """The whole content under fixtures/, and what the import reported. Only for tests with the mark `django_db`."""
    with django_db_blocker.unblock(), loaded_content() as report:
        yield report


@pytest.fixture(scope="package")
def editions(shipped_content: Report) -> dict[str, Edition]:
    """The one edition of each entry, with all its parts, by the entry's key."""
    found = Edition.objects.select_related("entry").with_everything()
    return {edition.entry.key: edition for edition in found}


@pytest.fixture(scope="package")
def published(editions: dict[str, Edition]) -> dict[str, Edition]:
    """Those that the public reads."""
    return {key: edition for key, edition in editions.items() if not edition.is_draft}
