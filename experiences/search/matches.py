"""The entries that a search matches, with their scores and the codes of their facets, as arrays.

PostgreSQL finds and scores (BM25 with k1 2 and b 0.7, chosen by measuring: docs/decisions/0006-search.md) and hands over, for
each match, the packed codes of its facets; numpy applies the filters and counts. A match that fails one filter is kept, for the
counts of the facet that the filter belongs to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiences.search.concepts import Reading
from experiences.search.statements import rows

K1, B = 2.0, 0.7
PHRASE_GAIN = 0.7
"""What a phrase counts, between a word that stands once in a text and one of the title."""
EXACT_SCORE = 1000.0
"""What an exact reference, acronym or title adds: more than any words together."""


@dataclass(frozen=True)
class Index:
    """The state of the index: its version, how many entries it holds, and how long a text is on average, in words."""

    version: int
    entries: int
    average_length: float


def index_version() -> int:
    """The version of the index now. One query, by which a page knows whether it is still true."""
    [(version,)] = rows("SELECT version FROM search_state", {})
    return int(version)


def index_state() -> Index:
    """The state of the index now. One query."""
    [(version, entries, average)] = rows("SELECT version, entries, words / greatest(texts, 1)::float FROM search_state", {})
    return Index(version, entries, max(average, 1.0))


@dataclass(frozen=True)
class Matches:
    """Entries by id, each with its score, and flat arrays of facet codes with the row that each belongs to."""

    ids: NDArray[np.int32]
    scores: NDArray[np.float32]
    codes: NDArray[np.int16]
    rows: NDArray[np.int32]

    def carrying(self, codes: Sequence[int]) -> NDArray[np.bool_]:
        """Which of the entries carry any of the codes."""
        wanted = np.zeros(2**15, dtype=bool)
        wanted[list(codes)] = True
        carrying = np.zeros(len(self.ids), dtype=bool)
        carrying[self.rows[wanted[self.codes]]] = True
        return carrying

    def counts(self, among: NDArray[np.bool_]) -> dict[int, int]:
        """How many of the entries marked in `among` carry each code, by code; only those that some carry."""
        counts = np.bincount(self.codes[among[self.rows]])
        carried = np.flatnonzero(counts)
        return dict(zip(carried.tolist(), counts[carried].tolist(), strict=True))


# Every way to score ends in a table `scored (entry_id, score)`.
_BY_WORDS = """
WITH word AS (
    SELECT * FROM unnest(%(concepts)s::int[], %(lexemes)s::text[], %(weights)s::real[]) word (concept, lexeme, weight)
), phrase AS (
    SELECT concept, language, search_phrase(language, said) AS query, weight
    FROM unnest(%(phrase_concepts)s::int[], %(phrase_languages)s::text[], %(phrases)s::text[], %(phrase_weights)s::real[])
        phrase (concept, language, said, weight)
), hit AS MATERIALIZED (
    SELECT concept, entry_id, max(gain) AS gain FROM (
        SELECT word.concept, posting.entry_id, word.weight * posting.frequency
            / (posting.frequency + %(k1)s::real * (1 - %(b)s::real + %(b)s::real * posting.length / %(average)s::real)) AS gain
        FROM word JOIN search_posting posting ON posting.lexeme = word.lexeme COLLATE "C"
        UNION ALL
        SELECT phrase.concept, text.entry_id, phrase.weight * %(phrase_gain)s::real
        FROM phrase JOIN search_text text ON text.vector @@ phrase.query AND text.language = phrase.language
    ) met GROUP BY concept, entry_id
), rarity AS (
    SELECT concept, boost * ln(1 + (%(entries)s - count(*) + 0.5) / (count(*) + 0.5))::real AS weight
    FROM hit JOIN unnest(%(all_concepts)s::int[], %(boosts)s::real[]) boosted (concept, boost) USING (concept)
    GROUP BY concept, boost
), scored AS (
    SELECT entry_id, sum(score)::real AS score FROM (
        SELECT entry_id, gain * weight AS score FROM hit JOIN rarity USING (concept)
        UNION ALL SELECT value::int, %(exact)s FROM search_label WHERE facet = 'entry' AND is_whole AND key = %(key)s
    ) each GROUP BY entry_id
)
"""
_EVERY = "WITH scored AS (SELECT entry_id, 0::real AS score FROM search_order)"
_BY_CODES = """
WITH scored AS (
    SELECT entry_id, 0::real AS score FROM (
        SELECT DISTINCT filter, posting.entry_id
        FROM unnest(%(filters)s::int[], %(filter_lexemes)s::text[]) chosen (filter, lexeme)
        JOIN search_posting posting ON posting.lexeme = chosen.lexeme COLLATE "C"
    ) carried GROUP BY entry_id HAVING count(*) >= %(least)s
)
"""
_ARRAYS = """
SELECT string_agg(int4send(scored.entry_id), ''), string_agg(float4send(scored.score), ''),
    string_agg(int2send((length(entry.packed) / 2)::smallint), ''), string_agg(entry.packed, '')
FROM scored JOIN search_entry entry ON entry.entry_id = scored.entry_id
"""
_HOLDS = "scored.entry_id IN (SELECT entry_id FROM search_text text WHERE {phrases})"


@dataclass(frozen=True)
class Limits:
    """What every match must meet besides the filters: years that its period touches, and for searches by key the entries' ids."""

    year_from: int | None = None
    year_to: int | None = None
    ids: tuple[int, ...] | None = None

    def conditions(self) -> tuple[list[str], dict[str, Any]]:
        """The conditions in SQL, and what they are about."""
        conditions: list[str] = []
        values: dict[str, Any] = {}
        if self.year_from is not None:
            conditions.append("entry.last_year >= %(year_from)s")
            values["year_from"] = self.year_from
        if self.year_to is not None:
            conditions.append("entry.first_year <= %(year_to)s")
            values["year_to"] = self.year_to
        if self.ids is not None:
            conditions.append("entry.entry_id = ANY (%(ids)s::int[])")
            values["ids"] = list(self.ids)
        return conditions, values


def match_words(reading: Reading, index: Index, limits: Limits) -> Matches:
    """What a query finds. One query."""
    conditions, values = limits.conditions()
    for place, phrases in enumerate(reading.required):
        conditions.append(_HOLDS.format(phrases=_any_phrase(phrases, f"required_{place}", values)))
    if reading.excluded:
        conditions.append(f"NOT {_HOLDS.format(phrases=_any_phrase(reading.excluded, 'excluded', values))}")
    if not reading.concepts and not reading.key.strip():
        return _fetch("WITH scored AS (SELECT 0 AS entry_id, 0::real AS score WHERE false)", conditions, values)
    if not reading.wording.everything and reading.excluded:
        return _fetch(_EVERY, conditions, values)
    concepts = list(enumerate(reading.concepts))
    words = [(place, *pair) for place, concept in concepts for pair in concept.postings.items()]
    said = [(place, *phrase, weight) for place, concept in concepts for phrase, weight in concept.phrases.items()]
    values |= {
        "concepts": [place for place, _lexeme, _weight in words],
        "lexemes": [lexeme for _place, lexeme, _weight in words],
        "weights": [weight for _place, _lexeme, weight in words],
        "phrase_concepts": [place for place, _language, _phrase, _weight in said],
        "phrase_languages": [language for _place, language, _phrase, _weight in said],
        "phrases": [phrase for _place, _language, phrase, _weight in said],
        "phrase_weights": [weight for _place, _language, _phrase, weight in said],
        "all_concepts": [place for place, _concept in concepts],
        "boosts": [concept.boost for _place, concept in concepts],
        "entries": index.entries,
        "average": index.average_length,
        "k1": K1,
        "b": B,
        "phrase_gain": PHRASE_GAIN,
        "exact": EXACT_SCORE,
        "key": reading.key,
    }
    return _fetch(_BY_WORDS, conditions, values)


def match_filters(filters: list[Sequence[int]], limits: Limits) -> Matches:
    """The entries that carry a code of all filters, or of all but one. One query."""
    conditions, values = limits.conditions()
    if len(filters) < 2 and (conditions or not filters):  # noqa: PLR2004 - all but one of one filter is everything
        return _fetch(_EVERY, conditions, values)
    chosen = [(place, f"#{code}") for place, codes in enumerate(filters) for code in codes]
    values |= {
        "filters": [place for place, _lexeme in chosen],
        "filter_lexemes": [lexeme for _place, lexeme in chosen],
        "least": max(1, len(filters) - 1),
    }
    return _fetch(_BY_CODES, conditions, values)


def _any_phrase(phrases: list[tuple[str, str]], name: str, values: dict[str, Any]) -> str:
    alternatives = []
    for place, (language, said) in enumerate(phrases):
        phrase, of = f"{name}_{place}", f"{name}_{place}_language"
        values |= {phrase: said, of: language}
        alternatives.append(f"(text.language = %({of})s AND text.vector @@ search_phrase(%({of})s, %({phrase})s))")
    return " OR ".join(alternatives)


def _fetch(scored: str, conditions: list[str], values: dict[str, Any]) -> Matches:
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    [arrays] = rows(scored + _ARRAYS + where, values)
    ids, scores, lengths, packed = (bytes(array or b"") for array in arrays)
    found = np.frombuffer(ids, ">i4").astype(np.int32)
    return Matches(
        ids=found,
        scores=np.frombuffer(scores, ">f4").astype(np.float32),
        codes=np.frombuffer(packed, ">i2").astype(np.int16),
        rows=np.repeat(np.arange(len(found), dtype=np.int32), np.frombuffer(lengths, ">i2")),
    )
