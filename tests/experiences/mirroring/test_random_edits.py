"""Whatever is done to the first portal, in any order, with runs of the mirror in between: the copy is equal afterwards."""

from random import Random
from typing import Any

import pytest

from tests.edits import Edits
from tests.experiences.mirroring.test_mirror import RECORDS, STORED, here

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = 30
MORE_RUNS = 4


def assert_equal(second: Any) -> None:
    """The two say the same. What once were addresses of an entry is told in its document alone: a trace has none."""
    assert second.rows(STORED) == here(STORED)
    for table, columns in RECORDS.items():
        if table != "experiences_pastslug":
            query = f"SELECT {columns} FROM {table} record"
            assert sorted(map(str, second.rows(query))) == sorted(map(str, here(query))), table


@pytest.mark.parametrize("seed", [2010])
def test_the_copy_is_equal_after_any_edits(second, live_server, seed):
    random, edits = Random(seed), Edits()  # noqa: S311 - no secret
    mirrored_after = {STEPS, *random.sample(range(1, STEPS), MORE_RUNS)}
    for step in range(1, STEPS + 1):
        edits.any_edit(random)
        if step in mirrored_after:
            second.call("mirror", live_server.url, "--page", str(random.choice([2, 5, 200])))
            assert_equal(second)
