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
WITH set AS (
    SELECT concept, '(' || string_agg(quote_literal(word), '|') || ')' AS words
    FROM unnest(%(concepts)s::int[], %(words)s::text[]) said (concept, word) GROUP BY concept
), asked AS (
    SELECT string_agg('(' || words || '&' || following || ')', '|')::tsquery AS query
    FROM (SELECT words, lead(words) OVER (ORDER BY concept) AS following FROM set) neighbours WHERE following IS NOT NULL
)
SELECT entry_id, max(ts_rank_cd('{0.2, 0.4, 0.7, 1}', vector, query)) FROM search_text, asked
WHERE entry_id = ANY (%(ids)s::int[]) AND language = ANY (%(languages)s) AND vector @@ query
GROUP BY entry_id
"""
"""How near each entry holds words that stand side by side in the query. An OR of words alone would tell nothing of distance."""


def nearest_first(reading: Reading, ids: NDArray[np.int32], scores: NDArray[np.float32]) -> NDArray[np.int32]:
    """Entries by descending score, ties by id; the first of them moved up by how near they hold the words. At most one query."""
    order = np.lexsort((ids, -scores))
    ids, scores = ids[order], scores[order]
    postings = [(place, lexeme) for place, concept in enumerate(reading.concepts) for lexeme in concept.postings]
    words = [(place, *lexeme.partition(":")) for place, lexeme in postings if not lexeme.startswith("#")]
    if len({place for place, *_word in words}) < 2 or len(ids) < 2:  # noqa: PLR2004 - one word is near itself
        return ids
    window = ids[:WINDOW]
    with connection.cursor() as cursor:
        cursor.execute(
            _NEAR,
            {
                "concepts": [place for place, _language, _colon, _word in words],
                "words": [word for _place, _language, _colon, word in words],
                "languages": sorted({language for _place, language, _colon, _word in words}),
                "ids": window.tolist(),
            },
        )
        near = dict(cursor.fetchall())
    nearness = np.array([near.get(int(each), 0.0) for each in window])
    raised = scores[:WINDOW] * (1 + SHARE * nearness / (nearness + 1))
    return np.concatenate([window[np.lexsort((window, -raised))], ids[WINDOW:]])
