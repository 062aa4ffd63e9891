"""Among the best matches of several words, those first that hold the words near each other."""

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from experiences.search.concepts import Reading

WINDOW = 50
"""How many of the best matches are looked at closely."""
SHARE = 0.25
"""By how much of its score a match can rise."""

_NEAR = """
SELECT entry_id, max(ts_rank_cd('{0.2, 0.4, 0.7, 1}', vector, query))
FROM search_text, (SELECT string_agg(quote_literal(word), '|')::tsquery AS query FROM unnest(%(words)s::text[]) word) asked
WHERE entry_id = ANY (%(ids)s::int[]) AND language = ANY (%(languages)s)
GROUP BY entry_id
"""


def nearest_first(reading: Reading, ids: NDArray[np.int32], scores: NDArray[np.float32]) -> NDArray[np.int32]:
    """Entries by descending score, ties by id; the first of them moved up by how near they hold the words. At most one query."""
    order = np.lexsort((ids, -scores))
    ids, scores = ids[order], scores[order]
    words = [lexeme.partition(":") for lexeme in reading.lexemes if not lexeme.startswith("#")]
    if len(reading.concepts) < 2 or len(ids) < 2:  # noqa: PLR2004 - one word is near itself
        return ids
    window = ids[:WINDOW]
    with connection.cursor() as cursor:
        cursor.execute(
            _NEAR,
            {
                "words": sorted({word for _language, _colon, word in words}),
                "languages": sorted({language for language, _colon, _word in words}),
                "ids": window.tolist(),
            },
        )
        near = dict(cursor.fetchall())
    nearness = np.array([near.get(int(each), 0.0) or 0.0 for each in window])
    raised = scores[:WINDOW] * (1 + SHARE * nearness / (nearness + 1))
    return np.concatenate([window[np.lexsort((window, -raised))], ids[WINDOW:]])
