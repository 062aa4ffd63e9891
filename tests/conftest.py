"""What several folders of tests share."""

from collections.abc import Iterator
from typing import Any

import pytest

from experiences.importing.importer import Report
from tests.shipped import loaded_content


@pytest.fixture(scope="module")
def shipped_content(django_db_setup: None, django_db_blocker: Any) -> Iterator[Report]:
    """The shipped content, loaded once for a module of tests. Only for tests with the mark `django_db`."""
    with django_db_blocker.unblock(), loaded_content() as report:
        yield report
