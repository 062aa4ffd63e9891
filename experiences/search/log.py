"""The log of searches: what people look for, whether they find it, which result they open. It holds nothing personal.

A line counts all searches of a day for the same words. There is no address, no user, no time of day; words that could be
somebody's address or number are not kept. A log that cannot be written is no reason to show no page.
"""

import logging
import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from experiences.models import SearchTally
from experiences.search.folding import folded
from experiences.search.statements import rows

_logger = logging.getLogger(__name__)
_PERSONAL = re.compile(r"[@\uff20]|\d{6}|(?<!\d)(?!(?:19|20)\d\d\b)\d(?:[ ().+/-]{0,2}\d){8}")
"""Addresses, numbers of papers, and telephone numbers, which are written in groups; but years are kept."""
_MOST_A_DAY = 5000
"""How many different searches of a day are kept: more are no readers' searches, and would fill the disk."""
_LONGEST: int = SearchTally._meta.get_field("query").max_length or 0

# What is lost when the server fails right after is not worth that every search waits for a disk, nor for a lock. Set within the
# statement: it is all there is to its transaction.
_SEARCH = """
WITH haste AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '200ms', true))
INSERT INTO experiences_searchtally AS tally (day, language, query, times, results, corrected, clicks, positions)
SELECT %(day)s::date, %(language)s::text, %(query)s::text, 1, %(results)s::int, %(corrected)s::boolean, 0, 0 FROM haste
WHERE EXISTS (
        SELECT FROM experiences_searchtally
        WHERE day = %(day)s::date AND query = %(query)s::text AND language = %(language)s::text
    )
    OR (SELECT count(*) FROM (SELECT FROM experiences_searchtally WHERE day = %(day)s::date LIMIT %(most)s) today)
        < %(most)s::bigint
ON CONFLICT (day, query, language)
    DO UPDATE SET times = tally.times + 1, results = excluded.results, corrected = excluded.corrected
RETURNING id
"""

_CLICK = """
WITH haste AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '200ms', true))
UPDATE experiences_searchtally SET clicks = clicks + 1, positions = positions + %(position)s::int
FROM haste WHERE id = (SELECT id FROM experiences_searchtally
    WHERE query = %(query)s::text AND language = %(language)s::text AND day >= %(since)s::date ORDER BY day DESC LIMIT 1)
"""


def record_search(q: str, *, results: int, corrected: bool) -> None:
    """Count a search for the words `q` that found `results` entries, by another spelling or by the words themselves."""
    _write(rows, _SEARCH, q, {"day": _today(), "results": results, "corrected": corrected, "most": _MOST_A_DAY})


def record_click(q: str, position: int) -> None:
    """Count that the result at a place (from 1) of the search for `q` was opened, if it was searched today or yesterday."""
    _write(_at_once, _CLICK, q, {"since": _today() - timedelta(days=1), "position": position})


def forget_searches(before: date) -> int:
    """Delete the log up to, not including, a day. Returns how many of its lines are gone."""
    return SearchTally.objects.filter(day__lt=before).delete()[0]


def _write(run: Callable[[str, dict[str, Any]], object], sql: str, q: str, values: dict[str, Any]) -> None:
    query = folded(" ".join(q.replace("\x00", "").split()))
    if not query or _PERSONAL.search(query):
        return
    try:
        # within another transaction a savepoint, so that a failure here is not its end
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            run(sql, {"query": query[:_LONGEST], "language": get_language() or "", **values})
    except DatabaseError:
        _logger.exception("the log of searches cannot be written")


def _at_once(sql: str, values: dict[str, Any]) -> None:
    """Run a statement that is not prepared: into those of a POST, the audit trail puts another, of who asked."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _today() -> date:
    return timezone.now().date()
