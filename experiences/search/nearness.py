"""Among the best matches of several words, those first that hold the words near each other."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from experiences.search.collection import Collection
from experiences.search.concepts import Concept, Reading
from experiences.search.masks import Mask, Places
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
    if ranks.start >= WINDOW or not _are_several(reading):
        return matches.best(found, ranks)
    best = matches.best(found, range(max(ranks.stop, WINDOW)))
    window, rest = best[:WINDOW], best[WINDOW:]
    raised = _raised(reading, matches, entries, window)
    return np.concatenate([window[np.lexsort((window, -raised))], rest])[ranks.start : ranks.stop]


def final_scores(reading: Reading, matches: Matches, entries: Collection, found: Mask) -> NDArray[np.float32]:
    """The score of each entry by which `nearest_first` puts what is found in order. At most one query."""
    scores = matches.scores.copy()
    if _are_several(reading):
        window = matches.best(found, range(WINDOW))
        scores[window] = _raised(reading, matches, entries, window)
    return scores


def _raised(reading: Reading, matches: Matches, entries: Collection, window: Places) -> NDArray[np.float32]:
    """The scores of the best matches, raised by how near they hold the words."""
    asked = {
        "neighbours": "|".join(f"({one} & {other})" for one, other in pairwise(_words(reading))),
        "languages": sorted({lexeme.partition(":")[0] for lexeme in reading.lexemes if not lexeme.startswith("#")}),
        "ids": entries.ids[window].tolist(),
    }
    near = dict(rows(_NEAR, asked)) if len(window) > 1 else {}
    nearness = np.array([near.get(int(entry_id), 0.0) or 0.0 for entry_id in entries.ids[window]])
    raised: NDArray[np.float32] = (matches.scores[window] * (1 + SHARE * nearness / (nearness + 1))).astype(np.float32)
    return raised


def _are_several(reading: Reading) -> bool:
    """Whether there are words that can be near each other: one is near itself."""
    return len(_words(reading)) > 1


def _words(reading: Reading) -> list[str]:
    """For each concept the words that meet it, as part of a tsquery."""
    return [words for concept in reading.concepts if (words := _alternatives(concept))]


def _alternatives(concept: Concept) -> str:
    """The words that meet a concept, any of them, as part of a tsquery; "" where none does."""
    stems = sorted({lexeme.partition(":")[2] for lexeme in concept.postings if not lexeme.startswith("#")})
    return f"({'|'.join(map(_quoted, stems))})" if stems else ""


def _quoted(stem: str) -> str:
    """A stem as a tsquery takes it, whatever characters it has."""
    escaped = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
