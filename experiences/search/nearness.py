"""Among the best matches of several words, those first that hold the words near each other."""

from itertools import pairwise

import numpy as np

from experiences.search.collection import Collection, Mask, Places
from experiences.search.concepts import Concept, Reading
from experiences.search.matches import Matches
from experiences.search.statements import rows

WINDOW = 50
"""How many of the best matches are looked at closely."""
SHARE = 0.25
"""By how much of its score a match can rise."""

# A cover that holds two neighbours of the query ranks by how short it is (cover density, PostgreSQL manual, section 12.3.3).
_NEAR = """
SELECT entry_id, max(ts_rank_cd('{0.2, 0.4, 0.7, 1}', vector, %(neighbours)s::tsquery))
FROM search_text WHERE entry_id = ANY (%(ids)s::int[]) AND language = ANY (%(languages)s::text[])
GROUP BY entry_id
"""


def nearest_first(reading: Reading, matches: Matches, entries: Collection, found: Mask, ranks: range) -> Places:
    """The places of what is found at some ranks, the best first, moved up by how near they hold the words.

    At most one query, for the first ranks only.
    """
    words = [each for concept in reading.concepts if (each := _words(concept))]
    if ranks.start >= WINDOW or len(words) < 2:  # noqa: PLR2004 - one word is near itself
        return matches.best(found, ranks)
    best = matches.best(found, range(max(ranks.stop, WINDOW)))
    window, rest = best[:WINDOW], best[WINDOW:]
    asked = {
        "neighbours": "|".join(f"({one} & {other})" for one, other in pairwise(words)),
        "languages": sorted({lexeme.partition(":")[0] for lexeme in reading.lexemes if not lexeme.startswith("#")}),
        "ids": entries.ids[window].tolist(),
    }
    near = dict(rows(_NEAR, asked)) if len(window) > 1 else {}
    nearness = np.array([near.get(int(entry_id), 0.0) or 0.0 for entry_id in entries.ids[window]])
    raised = matches.scores[window] * (1 + SHARE * nearness / (nearness + 1))
    return np.concatenate([window[np.lexsort((window, -raised))], rest])[ranks.start : ranks.stop]


def _words(concept: Concept) -> str:
    """The words that meet a concept, any of them, as part of a tsquery; "" where none does."""
    stems = sorted({lexeme.partition(":")[2] for lexeme in concept.postings if not lexeme.startswith("#")})
    return f"({'|'.join(map(_quoted, stems))})" if stems else ""


def _quoted(stem: str) -> str:
    """A stem as a tsquery takes it, whatever characters it has."""
    escaped = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
