"""The editions of the shipped content by the keys of their entries, read once for all tests of this folder."""

import pytest

from experiences.importing.importer import Report
from experiences.models import Edition


@pytest.fixture(scope="package")
def editions(shipped_content: Report) -> dict[str, Edition]:
    """The one edition of each entry, with all its parts, by the entry's key."""
    found = Edition.objects.select_related("entry").with_everything()
    return {edition.entry.key: edition for edition in found}


@pytest.fixture(scope="package")
def published(editions: dict[str, Edition]) -> dict[str, Edition]:
    """Those that the public reads."""
    return {key: edition for key, edition in editions.items() if not edition.is_draft}
